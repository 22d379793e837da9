package org.papertide.local.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlimmingTest {

    private static final String ZSTD = com.github.luben.zstd.util.ZstdVersion.VERSION;

    @TempDir private Path folder;

    /** A class with names of variables: this one. */
    static byte[] ownClass() throws IOException {
        return read("/org/papertide/local/image/SlimmingTest.class");
    }

    @Test
    void aClassKeepsItsLinesAndLosesItsVariables() throws IOException {
        byte[] whole = ownClass();
        byte[] slim = Slimming.classFile(whole);

        assertThat(slim).hasSizeLessThan(whole.length);
        assertThat(codes(whole))
                .anyMatch(code -> code.findAttribute(Attributes.localVariableTable()).isPresent());
        assertThat(codes(slim))
                .hasSameSizeAs(codes(whole))
                .allMatch(code -> code.findAttribute(Attributes.lineNumberTable()).isPresent())
                .noneMatch(code -> code.findAttribute(Attributes.localVariableTable()).isPresent());
        assertThat(ClassFile.of().verify(slim)).isEmpty();
    }

    /** As the system loads it: names that others look up are still there. */
    @Test
    @SuppressWarnings("restricted") // It loads native code.
    void aNativeLibraryIsLoadedAsBefore() throws IOException {
        byte[] whole = read("/linux/%s/libzstd-jni-%s.so".formatted(architecture(), ZSTD));
        byte[] slim = Slimming.nativeLibrary(whole);
        Path library = Files.write(folder.resolve("libslim.so"), slim);

        assertThat(slim).hasSizeLessThan(whole.length);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(
                            SymbolLookup.libraryLookup(library, arena)
                                    .find("Java_com_github_luben_zstd_Zstd_compressBound"))
                    .isPresent();
        }
    }

    @Test
    void whatIsInNoFormThatItKnowsStaysAsItIs() {
        for (String other : List.of("", "\u007fELF", "something else")) {
            byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
            assertThat(Slimming.nativeLibrary(bytes)).isEqualTo(bytes);
        }
    }

    /** Domains are made ASCII with it. */
    @Test
    void ofIcuThePropertiesOfCharactersAreLeft() {
        String icu = "com.ibm.icu.icu4j-78.1.jar";
        String data = "com/ibm/icu/impl/data/icudata/";

        assertThat(
                        Stream.of(
                                "com/ibm/icu/text/IDNA.class",
                                "com/ibm/icu/impl/ICUData.class",
                                "com/ibm/icu/ICUConfig.properties",
                                data + "uts46.nrm",
                                data + "nfc.nrm",
                                data + "ubidi.icu",
                                data + "uprops.icu"))
                .allMatch(entry -> Needed.entry(icu, entry));
        assertThat(
                        Stream.of(
                                data + "root.res",
                                data + "coll/root.res",
                                "com/ibm/icu/number/Scale.class"))
                .noneMatch(entry -> Needed.entry(icu, entry));
    }

    private static List<CodeModel> codes(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        return model.methods().stream().flatMap(method -> method.code().stream()).toList();
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "amd64";
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        SlimmingTest.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        }
    }
}
