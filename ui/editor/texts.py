"""The words of the editor's pages."""

from __future__ import annotations

from typing import ClassVar

from ui.texts import Texts


class EditorTexts(Texts):
    """All words of the pages."""

    file: ClassVar[str] = "editor.yaml"

    title: str
    navigation: str
    pages: dict[str, str]
    signed_in: str
    sign_out: str
    sign_in_title: str
    sign_in_lead: str
    sign_in: str
    wrong_token: str
    name_missing: str
    too_many_tries: str
    not_an_editor: str
    signed_out: str
    in_doubt: str
    old_form: str
    foreign_form: str
    torn_form: str
    too_large: str
    not_here: str
    trouble_title: str
    written_heading: str
    written_lead: str
    to_overview: str
    faults_heading: str
    all: str
    none_short: str
    none_here: str
    unknown: str
    show: str
    show_again: str
    on_page: str
    save: str
    pager: str
    page_of: str
    overview_lead: str
    to_import: str
    filter_heading: str
    only_without_questions: str
    only_old: str
    apply: str
    show_all: str
    found: str
    found_none: str
    old: str
    lacking: str
    status: dict[str, str]
    states: dict[str, str]
    outcomes: dict[str, str]
    done: dict[str, str]
    fields: dict[str, str]
    help: dict[str, str]
    as_text: str
    import_lead: str
    facts_heading: str
    facts_lead: str
    import_button: str
    uploading: str
    reading_file: str
    upload_failed: str
    nothing_chosen: str
    taken_heading: str
    title_missing: str
    url_wrong: str
    year_wrong: str
    body_missing: str
    changed_meanwhile: str
    see_present: str
    deleted_after: str
    to_original: str
    notes_heading: str
    other_live: str
    other_review: str
    see_other: str
    to_reader: str
    not_indexed: str
    edit_heading: str
    review_lead: str
    live_lead: str
    approve: str
    draft_button: str
    draft_help: str
    draft_failed: str
    drafted: str
    to_questions: str
    chunks_heading: str
    chunks_show: str
    chunks_lead: str
    chunk: str
    page: str
    page_range: str
    editorial: str
    characters: str
    versions_heading: str
    versions_lead: str
    restore: str
    restore_named: str
    discard_heading: str
    discard_lead: str
    discard: str
    use_heading: str
    withdraw_lead: str
    withdraw: str
    bring_back_lead: str
    bring_back: str
    built_in_lead: str
    no_questions: str
    index_lead: str
    index_now: str
    index_facts: dict[str, str]
    days_old: str
    index_states: dict[str, str]
    build: str
    index_elsewhere: str
    index_busy: str
    index_done: str
    index_failed: str
    index_built: str
    stages: dict[str, str]
    index_before: str
    undo_lead: str
    undo_note: str
    undo: str
    no_previous: str
    unanswered_heading: str
    counted_heading: str
    keeping: dict[str, str]
    feedback_heading: str
    feedback_off: str
    not_sent: str
    judge_heading: str
    ask_again: str
    note_too_long: str
    triage_status: dict[str, str]
    importance: dict[str, str]
    causes: dict[str, str]
    reasons: dict[str, str]
    faulty_heading: str
    faulty_lead: str
    old_heading: str
    ended_heading: str
    ended_lead: str
    yearless_heading: str
    questionless_heading: str
    questionless_lead: str
    links_heading: str
    links_lead: str
    links_button: str
    links_running: str
    links_offline: str
    links_found: str
    links_never: str
    untold_heading: str
    untold_lead: str
    runs_lead: str
    unfinished: str
    unfinished_lead: str
    no_runs: str
    runs_faulty: str
    to_runs: str
    to_report: str
    figures_heading: str
    charts_heading: str
    log_lead: str
    actions: dict[str, str]
    changed_fields: dict[str, str]
