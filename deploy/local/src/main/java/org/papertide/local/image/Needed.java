package org.papertide.local.image;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What of the libraries of others a service that runs can ever read. */
final class Needed {

    /**
     * Byte Buddy: Hibernate makes classes with it, which Quarkus lets it do while it builds (9 MB).
     * JAXB's own parts: Hibernate reads mappings in XML with them, and there are none (1 MB). They
     * cannot be excluded in a POM, for then the build lacks them as well.
     */
    private static final List<String> FOR_BUILDING =
            List.of(
                    "net.bytebuddy.byte-buddy-",
                    "org.glassfish.jaxb.",
                    "com.sun.istack.istack-commons-runtime-");

    /**
     * Of a library, what alone is read. Vert.x's gRPC, which traces leave by, names three types of
     * Protocol Buffers in its signatures, and we send none of their messages (1.7 MB). ICU makes
     * domains ASCII, by UTS #46 and the properties of characters: all else is not read (15 MB).
     *
     * <p>Of Kafka's clients, brokers and their tools alone write messages as JSON, and read what
     * describes them; our clients push no metrics, which is what the libraries within it are for (4
     * MB). Of Lucene, texts are split as English ones are, and intervals are the only queries
     * beside those of its core (1.9 MB).
     */
    private static final Map<String, Pattern> PARTS =
            Map.of(
                    "com.google.protobuf.protobuf-java-",
                    Pattern.compile(
                            "META-INF/.*|com/google/protobuf/"
                                    + "(InvalidProtocolBufferException|MessageLite|Parser)\\b.*"),
                    "com.ibm.icu.icu4j-",
                    Pattern.compile(
                            String.join(
                                    "|",
                                    "META-INF/.*",
                                    "com/ibm/icu/(lang/)?[^/]*",
                                    "com/ibm/icu/text/(IDNA|Normalizer2|U(Forward)?CharacterIterator|UTF16)\\b.*",
                                    "com/ibm/icu/text/StringPrepParseException\\.class",
                                    "com/ibm/icu/util/(CodePoint|ICU|RangeValue|Value|Version).*",
                                    "com/ibm/icu/impl/(Cache|ClassLoaderUtil|ICUBinary|ICUConfig"
                                            + "|ICUData|IllegalIcuArgument|Norm2AllModes"
                                            + "|Normalizer2Impl|Punycode|SoftCache|Trie2|UBiDiProps"
                                            + "|UCharacterProperty|UTS46)[^/]*",
                                    "com/ibm/icu/impl/data/icudata/"
                                            + "((nfc|uts46)\\.nrm|(ubidi|uprops)\\.icu)")),
                    "org.apache.kafka.kafka-clients-",
                    Pattern.compile(
                            "(?!org/apache/kafka/shaded/|common/message/"
                                    + "|org/apache/kafka/common/message/\\w+JsonConverter\\b).*"),
                    "org.apache.lucene.lucene-analysis-common-",
                    Pattern.compile(
                            String.join(
                                    "|",
                                    "META-INF/[^/]*",
                                    "org/apache/lucene/analysis/en/"
                                            + "(EnglishAnalyzer|EnglishPossessiveFilter|PorterStem\\w+)\\b.*",
                                    "org/apache/lucene/analysis/miscellaneous/"
                                            + "(ASCIIFoldingFilter|(Set)?KeywordMarkerFilter"
                                            + "|PerFieldAnalyzerWrapper)\\b.*")),
                    "org.apache.lucene.lucene-queries-",
                    Pattern.compile("META-INF/[^/]*|org/apache/lucene/queries/intervals/.*"));

    /**
     * Classes that name others which {@link #PARTS} leaves out, and never come to use them: those
     * of the first two libraries themselves, Netty's for Protocol Buffers, Kafka's metrics for
     * brokers, and what a broker lets addresses in by.
     */
    private static final Pattern MAY_MISS =
            Pattern.compile(
                    "com/ibm/icu/.*"
                            + "|com/google/protobuf/.*|io/netty/handler/codec/protobuf/.*"
                            + "|org/apache/kafka/common/telemetry/internals/.*"
                            + "|org/apache/kafka/server/authorizer/internals/CidrUtils");

    /**
     * What builds read: indexes, documents of settings, POMs; native code of AIX and what debuggers
     * of macOS read; and folders, which hold nothing.
     */
    private static final Pattern FOR_NOBODY =
            Pattern.compile(
                    "META-INF/jandex\\.idx"
                            + "|META-INF/quarkus-(config-doc/.*|javadoc\\.properties)"
                            + "|META-INF/maven/.*/pom\\.xml"
                            + "|.*\\.a|.*\\.dSYM/.*|.*/");

    private Needed() {}

    /** Whether this library, by the name of its file. */
    static boolean library(String file) {
        return FOR_BUILDING.stream().noneMatch(file::startsWith);
    }

    /** Whether this entry of it. */
    static boolean entry(String library, String entry) {
        return !FOR_NOBODY.matcher(entry).matches()
                && PARTS.entrySet().stream()
                        .filter(part -> library.startsWith(part.getKey()))
                        .allMatch(part -> part.getValue().matcher(entry).matches());
    }

    /** Whether a class, by its name in class files, may name one that is left out. */
    static boolean mayMiss(String name) {
        return MAY_MISS.matcher(name).matches();
    }
}
