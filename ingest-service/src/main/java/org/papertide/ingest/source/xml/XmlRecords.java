package org.papertide.ingest.source.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxEOFException;
import com.ctc.wstx.exc.WstxIOException;
import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.text.encoding.Utf8Input;

/**
 * Cuts an XML stream into records. One that is broken is handed on with its flaw, and reading goes
 * on where the next one begins.
 */
public final class XmlRecords {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_ATTRIBUTES = 100;
    private static final int MAX_ATTRIBUTE = 100_000;

    /** A collaboration of 5,000 with its affiliations has about 20,000. */
    private static final int MAX_NODES = 100_000;

    /** Characters of a record, attributes included. */
    private static final int MAX_CHARACTERS = 4_000_000;

    /**
     * Names of elements, attributes and instructions between two restarts; listings have some
     * dozens. The parser's table of names takes time with the square of those that collide.
     */
    private static final int MAX_NAMES = 500;

    /** More broken records than this, one after the other, are an attack, or no listing. */
    private static final int MAX_BROKEN = 1_000;

    /** What the parser sees around the records when it begins again. */
    private static final String CONTAINER = "papertide-container";

    private final ReferenceFilter filter;
    private final Set<String> containers;
    private final String record;
    private final Consumer<XmlElement> out;
    private XMLStreamReader reader;
    private final Set<String> names = new HashSet<>();
    private int nodes;
    private int characters;

    /** The record that is not read to its end. */
    private @Nullable XmlElement open;

    /** What was wrong between records; a record may have been lost there. */
    private @Nullable String lost;

    private boolean restarted;
    private int read;
    private int broken;

    private XmlRecords(
            ReferenceFilter filter,
            XMLStreamReader reader,
            Set<String> containers,
            String record,
            Consumer<XmlElement> out) {
        this.filter = filter;
        this.reader = reader;
        this.containers = containers;
        this.record = record;
        this.out = out;
    }

    /**
     * Hands on, in order, every element that stands directly in a container and is none itself. A
     * record that is broken comes with its flaw, and as far as it could be read.
     *
     * @param containers local names of the elements that hold records, such as {@code feed}; an
     *     element is a container only if it stands in one, or is the root
     * @param record local name of the records, such as {@code entry}
     * @throws UnreadableListingException if the stream ends early, is no XML at all, or has a
     *     document type
     */
    public static void read(
            InputStream in, Set<String> containers, String record, Consumer<XmlElement> out) {
        ReferenceFilter filter =
                ReferenceFilter.withOwnTarget(new Utf8Input(in, XmlEncoding::of), record);
        try {
            XMLStreamReader reader = parser(filter);
            new XmlRecords(filter, reader, containers, record, out).readAll();
        } catch (XMLStreamException e) {
            throw translate(e, at(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading XML", e);
        }
    }

    private void readAll() throws XMLStreamException, IOException {
        while (true) {
            try {
                readContainers();
                return;
            } catch (XMLStreamException e) {
                UnreadableListingException why = translate(e, restarted ? "" : at(e));
                if (!skipBroken(why)) {
                    return;
                }
            }
        }
    }

    /**
     * Reports what is broken and goes on at the next record.
     *
     * @return whether there is one
     * @throws UnreadableListingException if the input as a whole is unreadable
     */
    private boolean skipBroken(UnreadableListingException why)
            throws XMLStreamException, IOException {
        if (++broken > MAX_BROKEN) {
            throw new UnreadableListingException(
                    Flaw.HOSTILE, "more than %,d broken records in a row".formatted(MAX_BROKEN));
        }
        String flaw = String.valueOf(why.getMessage());
        boolean next = skipToNextRecord();
        boolean whole = why.flaw() != Flaw.TRUNCATED && why.flaw() != Flaw.HOSTILE;
        if (!next && !isOfRecord(why) && (read == 0 || !whole)) {
            throw why;
        }
        if (open != null) {
            reportOpen(flaw);
        } else if (next || !restarted) {
            lost = flaw;
        }
        if (next) {
            restart();
        } else {
            reportLost();
        }
        return next;
    }

    /** Whether it is one record that is broken, be it the last: there is no other behind it. */
    private boolean isOfRecord(UnreadableListingException why) {
        return open != null && open.name().equals(record) && why.flaw() != Flaw.TRUNCATED;
    }

    private boolean skipToNextRecord() throws IOException {
        try {
            return filter.skipToNextRecord();
        } catch (RuntimeException e) {
            throw isOfInput(e)
                    ? e
                    : new UnreadableListingException(
                            Flaw.MALFORMED, "no record is found behind a broken one: " + e, e);
        }
    }

    /** The parser's next event, read whole, and whatever it throws as the failure of the record. */
    private int next() throws XMLStreamException {
        try {
            int event = reader.next();
            switch (event) {
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> {
                    int _ = reader.getTextLength();
                }
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                    if (isFlaw()) {
                        String _ = reader.getPIData();
                    }
                }
                default -> {
                    // The parser reads past comments and other instructions, and keeps none.
                }
            }
            return event;
        } catch (WstxLazyException e) {
            throw e.getCause() instanceof XMLStreamException failure ? failure : failureOfParser(e);
        } catch (RuntimeException e) {
            throw failureOfParser(e);
        }
    }

    /** A parser of UTF-8, whatever encoding is declared. */
    private static XMLStreamReader parser(InputStream in) throws XMLStreamException {
        try {
            return hardened().createXMLStreamReader(in, StandardCharsets.UTF_8.name());
        } catch (RuntimeException e) {
            throw failureOfParser(e);
        }
    }

    private static XMLStreamException failureOfParser(RuntimeException e) {
        if (isOfInput(e)) {
            throw e;
        }
        return new XMLStreamException("the parser fails: " + e, e);
    }

    private static boolean isOfInput(RuntimeException e) {
        return e instanceof UnreadableListingException || e instanceof UncheckedIOException;
    }

    private void restart() throws XMLStreamException {
        restarted = true;
        InputStream container =
                new ByteArrayInputStream(
                        ("<" + CONTAINER + ">").getBytes(StandardCharsets.US_ASCII));
        reader.close();
        names.clear();
        reader = parser(new SequenceInputStream(container, filter));
    }

    private void reportOpen(String flaw) {
        XmlElement element = open;
        open = null;
        lost = null;
        if (element == null || !element.name().equals(record)) {
            element = new XmlElement(record, "", Map.of());
        }
        element.markFlawed(flaw);
        out.accept(element);
    }

    private void reportLost() {
        String flaw = lost;
        if (flaw != null) {
            reportOpen(flaw);
        }
    }

    private void readContainers() throws XMLStreamException {
        while (reader.hasNext()) {
            switch (next()) {
                case XMLStreamConstants.DTD ->
                        throw new UnreadableListingException(
                                Flaw.HOSTILE, "has a document type (DTD); no listing needs one");
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = localName(reader.getLocalName());
                    if (name.equals(record)) {
                        filter.beginRecord();
                        reportLost();
                    }
                    if (!containers.contains(name) && !name.equals(CONTAINER)) {
                        XmlElement element = readRecord();
                        if (name.equals(record)) {
                            read++;
                            broken = 0;
                        }
                        out.accept(element);
                    }
                }
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> failIfUnclosed();
                default -> {
                    // Text between records and comments has no meaning.
                }
            }
        }
    }

    private XmlElement readRecord() throws XMLStreamException {
        nodes = 0;
        characters = 0;
        XmlElement element = start();
        open = element;
        fill(element, element);
        open = null;
        return element;
    }

    /** Recursion is bounded by the parser's limit on depth. */
    private void fill(XmlElement whole, XmlElement element) throws XMLStreamException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement child = start();
                    if (child.name().equals(record)) {
                        throw new XMLStreamException("<" + record + "> is not closed");
                    }
                    if (withinLimits(whole)) {
                        element.add(child);
                    }
                    fill(whole, child);
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> {
                    nodes++;
                    characters += reader.getTextLength();
                    if (withinLimits(whole)) {
                        element.add(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return;
                }
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                    failIfUnclosed();
                    if (isFlaw()) {
                        whole.markFlawed(reader.getPIData());
                    }
                }
                default -> {
                    // Comments and instructions have no meaning.
                }
            }
        }
    }

    private boolean isFlaw() {
        return reader.getPITarget().equals(filter.target());
    }

    private void failIfUnclosed() throws XMLStreamException {
        name(reader.getPITarget());
        if (reader.getPITarget().equals(ReferenceFilter.UNCLOSED)) {
            throw new XMLStreamException("a comment or CDATA section is not closed");
        }
    }

    private void name(String name) throws XMLStreamException {
        if (names.add(name) && names.size() > MAX_NAMES) {
            throw new XMLStreamException("more than " + MAX_NAMES + " names");
        }
    }

    private XmlElement start() throws XMLStreamException {
        name(reader.getLocalName());
        Map<String, String> attributes = new HashMap<>();
        for (int at = 0; at < reader.getAttributeCount(); at++) {
            String value = reader.getAttributeValue(at);
            name(reader.getAttributeLocalName(at));
            attributes.put(localName(reader.getAttributeLocalName(at)), value);
            characters += value.length();
        }
        nodes++;
        String name = reader.getLocalName();
        int colon = name.indexOf(':');
        return new XmlElement(
                localName(name), colon < 0 ? "" : name.substring(0, colon), attributes);
    }

    private static String localName(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private boolean withinLimits(XmlElement whole) {
        if (nodes > MAX_NODES || characters > MAX_CHARACTERS) {
            // Kept there, so that the counts do not run over in a record of gigabytes.
            nodes = MAX_NODES + 1;
            characters = 0;
            whole.markFlawed("larger than a paper may be");
            return false;
        }
        return true;
    }

    /** One per parser: it hands the names of one input on to the next. */
    private static XMLInputFactory2 hardened() {
        XMLInputFactory2 factory = new WstxInputFactory();
        // Prefixes are distinguished here: a record reads the same without what was declared above
        // it.
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // Else a comment is kept whole, however large. Text is read by next(), for it fails with an
        // unchecked exception.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, true);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, MAX_ATTRIBUTE);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("external entities are not read");
        });
        return factory;
    }

    private static UnreadableListingException translate(XMLStreamException e, String place) {
        Throwable cause = e instanceof WstxIOException ? e.getCause() : null;
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (cause instanceof CharConversionException || cause instanceof CharacterCodingException) {
            return new UnreadableListingException(
                    Flaw.WRONG_ENCODING, "not in the encoding that it says: " + message, e);
        }
        if (cause instanceof IOException failure) {
            throw new UncheckedIOException("reading XML", failure);
        }
        if (e instanceof WstxEOFException) {
            return new UnreadableListingException(
                    Flaw.TRUNCATED, "ends in the middle" + place + ": " + message, e);
        }
        if (message.contains("Maximum") && message.contains("limit")) {
            return new UnreadableListingException(Flaw.HOSTILE, message + place, e);
        }
        return new UnreadableListingException(Flaw.MALFORMED, "no XML" + place + ": " + message, e);
    }

    /** Where, in an input that is read from its beginning. */
    private static String at(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                e.getLocation().getLineNumber(), e.getLocation().getColumnNumber());
    }
}
