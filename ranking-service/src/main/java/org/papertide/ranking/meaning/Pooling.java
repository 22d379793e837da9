package org.papertide.ranking.meaning;

/** How the vectors of a text's parts become the vector of the text. */
public enum Pooling {
    /** Their mean, as most sentence models have it. */
    MEAN,
    /** The first one, of the part that stands for the whole, as BGE has it. */
    FIRST
}
