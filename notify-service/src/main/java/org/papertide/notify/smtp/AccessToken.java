package org.papertide.notify.smtp;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An access token of OAuth 2.0 in a file, which another program renews every hour or so. */
public final class AccessToken {

    private AccessToken() {}

    /**
     * The token that the file holds now.
     *
     * @throws MessagingException if it holds none
     */
    public static String read(Path file) throws MessagingException {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw new MessagingException("the token file is empty: " + file);
            }
            return token;
        } catch (IOException e) {
            throw new MessagingException("the token file cannot be read: " + file, e);
        }
    }
}
