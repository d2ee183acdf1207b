"""The home of passages in a Milvus cluster, for collections that one machine's memory does not hold."""
