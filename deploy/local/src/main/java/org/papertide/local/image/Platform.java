package org.papertide.local.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A platform that images are made for, and how libraries name their native parts for it. */
enum Platform {
    AMD64("amd64", "linux64", "x86_64"),
    ARM64("arm64", "linux-aarch64", "aarch64");

    private static final Pattern NATIVE = Pattern.compile(".+\\.(so|dll|jnilib|dylib)");

    /** Its version is in the name of that one library, and we name it in {@code java.options}. */
    private static final Pattern VERSION = Pattern.compile("-[0-9][0-9.-]*\\.so$");

    private final String engineName;
    private final Pattern natives;

    /**
     * @param engineName as the engine reports it
     * @param rocksdb its part of the name of RocksDB's library
     * @param machine as the others name it
     */
    Platform(String engineName, String rocksdb, String machine) {
        this.engineName = engineName;
        String forJava = machine.equals("x86_64") ? "amd64" : machine;
        String forModels = machine.equals("x86_64") ? "x64" : machine;
        this.natives =
                Pattern.compile(
                        String.join(
                                "|",
                                "librocksdbjni-" + rocksdb + "\\.so",
                                "org/xerial/snappy/native/Linux/" + machine + "/libsnappyjava\\.so",
                                "net/jpountz/util/linux/" + forJava + "/liblz4-java\\.so",
                                "linux/" + forJava + "/libzstd-jni-[0-9.-]+\\.so",
                                "lib/linux-" + machine + "/libbrotli\\.so",
                                "native/lib/linux-" + machine + "/cpu/libtokenizers\\.so",
                                "ai/onnxruntime/native/linux-"
                                        + forModels
                                        + "/libonnxruntime(4j_jni)?\\.so"));
    }

    /**
     * The platform that an engine makes images for.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    static Platform named(String engineName) {
        for (Platform platform : values()) {
            if (platform.engineName.equals(engineName.strip().toLowerCase(Locale.ROOT))) {
                return platform;
            }
        }
        throw new IllegalArgumentException(
                "Images are made for amd64 and arm64, and this engine is " + engineName);
    }

    /** Whether this entry of a jar is a native library, for whatever platform. */
    static boolean isNative(String entry) {
        return NATIVE.matcher(entry).matches();
    }

    /** The name in the image of this entry of a jar, if it is a native library of this platform. */
    Optional<String> nativeName(String entry) {
        if (!natives.matcher(entry).matches()) {
            return Optional.empty();
        }
        String file = entry.substring(entry.lastIndexOf('/') + 1);
        return Optional.of(VERSION.matcher(file).replaceFirst(".so"));
    }
}
