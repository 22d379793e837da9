package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.papertide.events.Topic;
import org.papertide.testing.Http;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Papers per second from one upload of arXiv JSON lines to {@code papers.v1}. Its references only
 * parse: the same bytes with Jackson's tokens, and the same papers as an Atom feed with StAX.
 */
@Command(
        name = "ingest",
        description =
                "Papers per second from an upload of arXiv JSON lines to the topic, compared with"
                        + " parsing alone.")
final class IngestBench implements Callable<Integer> {

    /** The first rounds of a parser are slow: the JVM has not compiled it. */
    private static final int PARSES = 7;

    private static final String SENTENCE = "We learn from little and say when it is enough. ";

    @Option(names = "--papers", paramLabel = "N", description = "Papers in the upload.")
    private int papers = 40_000;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("ingest", clock.instant());

    @Override
    public Integer call() {
        TestStack stack = TestStack.get();
        String prefix = stack.newTopicPrefix();
        try (ServiceProcess service =
                        ServiceProcess.fast(
                                "ingest-service",
                                ServiceSettings.HEAP,
                                ServiceSettings.of(
                                        stack.kafka(), prefix, stack.newDatabase("ingest")));
                TopicProbe probe = new TopicProbe(stack.kafka(), prefix)) {
            service.set("PAPERTIDE_SOURCE_OFFLINE", "true");
            table.add("service", service.flags() + ", PostgreSQL without fsync");
            service.start();
            service.awaitReady();
            double throughput = measure(service, probe);
            table.add("memory of the process", service.peakMemory());
            references(throughput);
        }
        System.out.print(table);
        return 0;
    }

    private double measure(ServiceProcess service, TopicProbe probe) {
        byte[] lines = bytes(IngestBench::line);
        table.add("papers", papers, "in %,d kB".formatted(lines.length / 1000));
        HttpRequest.Builder upload =
                HttpRequest.newBuilder(service.at("/api/v1/imports?observedAt=" + clock.instant()))
                        .header("authorization", "Bearer " + ServiceSettings.OPERATOR_TOKEN)
                        .header("content-type", "application/octet-stream")
                        .timeout(Duration.ofMinutes(10))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(lines));

        Stopwatch stopwatch = Stopwatch.start();
        Http.Answer answer = Http.send(upload);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        double imported = stopwatch.seconds();
        await("all papers are in the topic")
                .atMost(Duration.ofMinutes(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> probe.end(Topic.PAPERS) >= papers);
        double published = stopwatch.seconds();
        table.add("all imported after", imported, "s");
        table.add("all published after", published, "s");
        table.add("throughput to the topic", papers / published, "papers/s");
        return papers / published;
    }

    private void references(double throughput) {
        double json = papers / fastest(bytes(IngestBench::line), IngestBench::parseJson);
        table.add("reference: Jackson's tokens of the same bytes", json, "papers/s");
        table.addRatio("throughput to the topic (Jackson)", throughput, json);
        double xml = papers / fastest(feed(), IngestBench::parseXml);
        table.add("reference: StAX events of the same papers as Atom", xml, "papers/s");
        table.addRatio("throughput to the topic (StAX)", throughput, xml);
    }

    private interface Parse {
        long of(byte[] bytes) throws IOException, XMLStreamException;
    }

    /** Seconds of the fastest of several parses. */
    private static double fastest(byte[] bytes, Parse parse) {
        double fastest = Double.MAX_VALUE;
        for (int round = 0; round < PARSES; round++) {
            Stopwatch stopwatch = Stopwatch.start();
            try {
                if (parse.of(bytes) == 0) {
                    throw new IllegalStateException("nothing was parsed");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (XMLStreamException e) {
                throw new IllegalStateException(e);
            }
            fastest = Math.min(fastest, stopwatch.seconds());
        }
        return fastest;
    }

    /** Reads every token and every text. Returns the number of characters. */
    private static long parseJson(byte[] bytes) throws IOException {
        long characters = 0;
        try (JsonParser parser = new JsonFactory().createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    characters += parser.getText().length();
                }
            }
        }
        return characters;
    }

    /** Reads every event and every text. Returns the number of characters. */
    private static long parseXml(byte[] bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
        long characters = 0;
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamReader.CHARACTERS) {
                characters += reader.getText().length();
            }
        }
        reader.close();
        return characters;
    }

    private byte[] bytes(IntFunction<String> each) {
        return IntStream.range(0, papers)
                .mapToObj(each)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] feed() {
        byte[] entries = bytes(IngestBench::entry);
        return "<feed xmlns='http://www.w3.org/2005/Atom'>%s</feed>"
                .formatted(new String(entries, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(int n) {
        return """
        {"id":"2511.%05d","submitter":"Someone","authors":"Ann Author %d, Bob Writer","title":"Learning \
        from little, part %d","categories":"cs.LG stat.ML","abstract":"%s","versions":[{"version":"v1",\
        "created":"Mon, 3 Nov 2025 19:18:42 GMT"}],"update_date":"2025-11-04","authors_parsed":\
        [["Author %d","Ann",""],["Writer","Bob",""]]}
        """
                .formatted(n, n, n, SENTENCE.repeat(20), n);
    }

    private static String entry(int n) {
        return """
        <entry><id>http://arxiv.org/abs/2511.%05dv1</id><updated>2025-11-04T00:00:00Z</updated>\
        <published>2025-11-03T19:18:42Z</published><title>Learning from little, part %d</title>\
        <summary>%s</summary><author><name>Ann Author %d</name></author>\
        <author><name>Bob Writer</name></author><category term="cs.LG"/><category term="stat.ML"/></entry>
        """
                .formatted(n, n, SENTENCE.repeat(20), n);
    }
}
