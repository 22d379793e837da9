package org.papertide.ingest.source;

/**
 * How much a form of listing knows of a paper, poorest first: of two values of one field, the
 * richer form's is kept ({@code compareTo}).
 */
public enum SourceRichness {
    /** Title and abstract, nothing else. */
    PAGE,
    /** Hugging Face daily papers: no categories, dates to the day. */
    HUGGING_FACE,
    /** OAI-PMH in Dublin Core: subjects by their long names. */
    DUBLIN_CORE,
    /** arXiv's daily feeds: no primary category, no submission time. */
    RSS,
    /** OAI-PMH with prefix arXiv: the newest version's date only. */
    OAI,
    /** arXiv's query API. */
    ATOM,
    /**
     * OAI-PMH with prefix arXivRaw, and the JSON lines made from it: every version with its time.
     */
    ARXIV_RAW
}
