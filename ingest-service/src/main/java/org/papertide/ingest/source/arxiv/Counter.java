package org.papertide.ingest.source.arxiv;

/** Numbers the records of one input, from 1. */
final class Counter {
    private int count;

    int next() {
        return ++count;
    }
}
