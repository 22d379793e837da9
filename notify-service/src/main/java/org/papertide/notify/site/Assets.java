package org.papertide.notify.site;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.papertide.platform.hashing.Sha256;

/**
 * The few files that pages load, each with a version of its content in its address: browsers keep
 * them for good.
 */
@Singleton
final class Assets {

    private static final Map<String, String> TYPES =
            Map.of(
                    "site.css", "text/css;charset=UTF-8",
                    "site.js", "text/javascript;charset=UTF-8",
                    "mark.svg", "image/svg+xml");

    private final Map<String, Asset> assets = new TreeMap<>();

    Assets() {
        TYPES.forEach((name, type) -> assets.put(name, read(name, type)));
    }

    /**
     * A file.
     *
     * @param version of its content
     */
    record Asset(String type, String text, String version) {}

    Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    /** The address of a file that is there. */
    String address(String name) {
        return "/assets/" + name + "?v=" + find(name).orElseThrow().version();
    }

    private static Asset read(String name, String type) {
        try (InputStream file = Assets.class.getResourceAsStream("/site/" + name)) {
            if (file == null) {
                throw new IllegalStateException("site: no file " + name);
            }
            byte[] bytes = file.readAllBytes();
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new Asset(type, text, hash(text));
        } catch (IOException e) {
            throw new UncheckedIOException("site: " + name + " is not readable", e);
        }
    }

    /** Short and enough to distinguish versions. */
    static String hash(String text) {
        return Sha256.hex(text).substring(0, 16);
    }
}
