package org.papertide.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.ibm.icu.text.IDNA;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlimmingTest {

    private static final String ICU = "com.ibm.icu.icu4j-78.1.jar";

    private static final String KAFKA = "org.apache.kafka.kafka-clients-4.4.0.jar";

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

    @Test
    void ofIcuNoLanguagesCalendarsAndUnitsAreLeft() {
        assertThat(
                        Stream.of(
                                "com/ibm/icu/impl/data/icudata/root.res",
                                "com/ibm/icu/number/Scale.class",
                                "com/ibm/icu/text/SimpleDateFormat.class",
                                "com/ibm/icu/util/Calendar.class"))
                .noneMatch(entry -> Needed.entry(ICU, entry));
    }

    @Test
    @SuppressWarnings("UnnecessaryStringBuilder") // Reflection fills it.
    void whatIsLeftOfIcuMakesEveryDomainAsciiAsAllOfItDoes() throws ReflectiveOperationException {
        int options =
                IDNA.USE_STD3_RULES
                        | IDNA.CHECK_BIDI
                        | IDNA.CHECK_CONTEXTJ
                        | IDNA.NONTRANSITIONAL_TO_ASCII
                        | IDNA.NONTRANSITIONAL_TO_UNICODE;
        IDNA whole = IDNA.getUTS46Instance(options);
        ClassLoader left = new LeftOf(ICU, "com.ibm.icu.", IDNA.class);
        Class<?> type = left.loadClass(IDNA.class.getName());
        Class<?> infoType = left.loadClass(IDNA.Info.class.getName());
        Object slim = type.getMethod("getUTS46Instance", int.class).invoke(null, options);
        Method toAscii =
                type.getMethod("nameToASCII", CharSequence.class, StringBuilder.class, infoType);
        Method errors = infoType.getMethod("getErrors");
        for (int character = 0; character < 0x30000; character++) {
            String each = Character.toString(character);
            for (String name :
                    List.of(
                            "a" + each + ".example",
                            "xn--" + each,
                            "\u05d0" + each + ".\u0660",
                            each + "\u200d" + each)) {
                StringBuilder expected = new StringBuilder();
                IDNA.Info wrong = new IDNA.Info();
                whole.nameToASCII(name, expected, wrong);
                StringBuilder ascii = new StringBuilder();
                Object info = infoType.getConstructor().newInstance();
                toAscii.invoke(slim, name, ascii, info);
                String found = ascii + " " + errors.invoke(info);
                if (!found.equals(expected + " " + wrong.getErrors())) {
                    fail("%s is %s and not %s".formatted(name, found, expected));
                }
            }
        }
    }

    @Test
    void ofKafkasClientsNoLibrariesWithinThemAndNoJsonAreLeft() {
        assertThat(
                        Stream.of(
                                "common/message/FetchRequest.json",
                                "org/apache/kafka/common/message/FetchRequestDataJsonConverter.class",
                                "org/apache/kafka/common/message/FetchRequestDataJsonConverter$A.class",
                                "org/apache/kafka/shaded/com/google/protobuf/Any.class"))
                .noneMatch(entry -> Needed.entry(KAFKA, entry));
        assertThat(
                        Stream.of(
                                "META-INF/MANIFEST.MF",
                                "org/apache/kafka/common/message/FetchRequestData.class",
                                "org/apache/kafka/clients/producer/KafkaProducer.class"))
                .allMatch(entry -> Needed.entry(KAFKA, entry));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin.KafkaAdminClient",
                "consumer.KafkaConsumer",
                "producer.KafkaProducer"
            })
    void clientsOfWhatIsLeftOfKafkaWorkUnlessTheyPushMetrics(String client) throws Exception {
        ClassLoader left = new LeftOf(KAFKA, "org.apache.kafka.", KafkaProducer.class);
        Class<?> type = left.loadClass("org.apache.kafka.clients." + client);

        client(type, false).close();

        assertThatThrownBy(() -> client(type, true))
                .hasStackTraceContaining("NoClassDefFoundError: org/apache/kafka/shaded/");
    }

    private static AutoCloseable client(Class<?> type, boolean pushes)
            throws ReflectiveOperationException {
        ClassLoader left = type.getClassLoader();
        String serialization = "org.apache.kafka.common.serialization.";
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", "localhost:1");
        settings.put("enable.metrics.push", pushes);
        for (String part : List.of("key", "value")) {
            settings.put(
                    part + ".serializer", left.loadClass(serialization + "ByteArraySerializer"));
            settings.put(
                    part + ".deserializer",
                    left.loadClass(serialization + "ByteArrayDeserializer"));
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(left);
        try {
            return (AutoCloseable)
                    (type.getSimpleName().equals("KafkaAdminClient")
                            ? left.loadClass("org.apache.kafka.clients.admin.Admin")
                                    .getMethod("create", Map.class)
                                    .invoke(null, settings)
                            : type.getConstructor(Map.class).newInstance(settings));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Loads of a library what an image has, and all else as the tests do. */
    private static final class LeftOf extends ClassLoader {

        private final String library;
        private final String packages;
        private final Class<?> member;

        LeftOf(String library, String packages, Class<?> member) {
            super(ClassLoader.getPlatformClassLoader());
            this.library = library;
            this.packages = packages;
            this.member = member;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(packages)) {
                return member.getClassLoader().loadClass(name);
            }
            URL found = findResource(name.replace('.', '/') + ".class");
            if (found == null) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream in = found.openStream()) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        protected @Nullable URL findResource(String name) {
            return Needed.entry(library, name) ? member.getResource("/" + name) : null;
        }
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
