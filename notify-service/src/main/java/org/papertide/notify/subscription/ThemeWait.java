package org.papertide.notify.subscription;

/** Why a theme has no vectors, or not all of them. */
public enum ThemeWait {
    /** The ranking, which reads texts, does not answer. */
    RANKING(
            "papers cannot be compared with what you asked for at the moment",
            "Your mails begin as soon as that works again; you need do nothing."),
    /** The text model is being loaded there. */
    LOADING(
            "the comparison of papers with what you asked for is still starting",
            "Please look again in a minute."),
    /** Too many have texts read there. */
    BUSY(
            "too many people ask for a comparison of papers at the moment",
            "Please look again in a minute."),
    /** Text models are switched off there. */
    MODEL(
            "this site does not compare papers by their meaning",
            "Your mails begin if its operator switches that on."),
    /** The text model there cannot be loaded, or fails. */
    BROKEN(
            "papers cannot be compared with what you asked for, because of a fault of this site",
            "Your mails begin when it has been repaired; you need do nothing."),
    /** A text is not taken there. */
    REFUSED("one of your texts cannot be read", "Please write it in other words."),
    /** Few papers of the last days have a vector of the same model. */
    PAPERS(
            "there are too few papers yet to tell which of them are close to what you asked for",
            "Your mails begin when there are enough; you need do nothing."),
    /** A paper that is to be the example is not known here. */
    EXAMPLE(
            "a paper that you named as an example is not known here yet",
            "Your mails begin when it is; you need do nothing.");

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
