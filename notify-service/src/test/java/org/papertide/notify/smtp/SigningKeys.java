package org.papertide.notify.smtp;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Keys for the domain of the sender; none, mostly. */
public record SigningKeys(Map<String, Path> keys) implements MailSettings.Dkim {

    @Override
    public Optional<String> domain() {
        return Optional.empty();
    }
}
