package org.papertide.notify.token;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of tokens. */
@ConfigMapping(prefix = "papertide.tokens")
public interface TokenSettings {

    /**
     * {@code id=base64} each, the signing key first; old keys stay in the list, so that links in
     * old mails go on working, and suppressed addresses are recognised. A key that leaked stays as
     * {@code -id=base64}: its links are dead, and the rest goes on. If there is none, the service
     * makes key 0 and keeps it in its database in plain, which it says at each start; put into this
     * list, that key leaves the database at the next start.
     */
    Optional<List<String>> keys();

    /**
     * A file with such keys, one in a line, as orchestrators mount secrets; after those of {@code
     * papertide.tokens.keys}.
     */
    Optional<Path> keysFile();
}
