"""Search over an assembly: what somebody looks for, the titles and transcripts that hold it, and in which order."""
