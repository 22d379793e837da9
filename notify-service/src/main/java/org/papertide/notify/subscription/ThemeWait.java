package org.papertide.notify.subscription;

/** Why a theme has no vectors, or not all of them. */
public enum ThemeWait {
    /** The ranking, which reads texts, does not answer. */
    RANKING(
            "what reads texts cannot be reached",
            "Mails begin when it answers again; nothing is to be done."),
    /** The text model is being loaded there. */
    LOADING("the text model is still being loaded", "Please look again in a minute."),
    /** Too many have texts read there. */
    BUSY("what reads texts has too much to do", "Please look again in a minute."),
    /** Text models are switched off there. */
    MODEL(
            "this installation reads no texts for their meaning",
            "Mails begin if whoever runs it switches that on."),
    /** The text model there cannot be loaded, or fails. */
    BROKEN(
            "the text model of this installation does not work",
            "Mails begin when whoever runs it has repaired that."),
    /** A text is not taken there. */
    REFUSED("a text cannot be read", "Please write it in other words."),
    /** Few papers of the last days have a vector of the same model. */
    PAPERS(
            "too few papers were read yet",
            "Mails begin when there are enough; nothing is to be done."),
    /** A paper that is to be the example is not known here. */
    EXAMPLE(
            "a paper that was named as an example is not known here yet",
            "Mails begin when it is; nothing is to be done.");

    private final String words;
    private final String advice;

    ThemeWait(String words, String advice) {
        this.words = words;
        this.advice = advice;
    }

    /** The one of this name; of one that a later release wrote, that there is no answer. */
    static ThemeWait read(String name) {
        for (ThemeWait wait : values()) {
            if (wait.name().equals(name)) {
                return wait;
            }
        }
        return RANKING;
    }

    /** In words, for pages. */
    public String words() {
        return words;
    }

    /** What follows for whoever waits, as a sentence. */
    public String advice() {
        return advice;
    }
}
