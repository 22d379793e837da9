package org.papertide.ranking.meaning;

import java.io.IOException;
import java.nio.file.Path;

/** The text model that is in the service, for programs that run it outside of one. */
public final class ShippedModel {

    private ShippedModel() {}

    /**
     * Loads it.
     *
     * @param natives where native libraries are unpacked
     * @throws IOException if it cannot be loaded
     */
    public static Embedder load(Path natives) throws IOException {
        NativeLibraries.unpackInto(natives.toAbsolutePath());
        try {
            return OnnxEmbedder.load(ModelSource.shipped());
        } catch (ModelUnreadableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
