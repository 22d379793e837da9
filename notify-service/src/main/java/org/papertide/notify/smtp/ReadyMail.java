package org.papertide.notify.smtp;

/** A mail as it goes out. */
public interface ReadyMail {

    /** The return address. */
    String from();

    /** The one recipient. */
    String to();

    /** Headers and body, lines ended by CRLF. */
    byte[] content();
}
