package org.papertide.notify.subscription;

/** Why a theme has no vectors, or not all of them. */
public enum ThemeWait {
    /** The ranking, which reads texts, does not answer. */
    RANKING("what reads texts is away"),
    /** No text model runs there. */
    MODEL("this installation reads no texts for their meaning"),
    /** Few papers of the last days have a vector of the same model. */
    PAPERS("too few papers were read yet"),
    /** A paper that is to be the example is not known here. */
    EXAMPLE("a paper that was named as an example is not known here yet");

    private final String words;

    ThemeWait(String words) {
        this.words = words;
    }

    /** In words, for pages. */
    public String words() {
        return words;
    }
}
