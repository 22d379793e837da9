package org.papertide.notify.smtp;

/** A mail as it goes out. */
public interface ReadyMail {

    /** The return address. */
    String from();

    /** The one recipient. */
    String to();

    /** The edition whose message it has. */
    long edition();

    /** Headers and body, lines ended by CRLF. */
    byte[] content();

    /** Whether a line of it may begin with a dot, which SMTP wants doubled. */
    default boolean mayBeginALineWithADot() {
        return true;
    }
}
