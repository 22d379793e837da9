package org.papertide.ingest.source.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxEOFException;
import com.ctc.wstx.exc.WstxIOException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

/** Cuts an XML stream into records. */
public final class XmlRecords {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_ATTRIBUTES = 100;
    private static final int MAX_ATTRIBUTE = 100_000;

    /** A collaboration of 5,000 with its affiliations has about 20,000. */
    private static final int MAX_NODES = 100_000;

    /** Characters of a record, attributes included. */
    private static final int MAX_CHARACTERS = 4_000_000;

    private static final XMLInputFactory FACTORY = hardened();

    private final XMLStreamReader reader;
    private final Set<String> containers;
    private final Consumer<XmlElement> out;
    private int nodes;
    private int characters;

    private XmlRecords(XMLStreamReader reader, Set<String> containers, Consumer<XmlElement> out) {
        this.reader = reader;
        this.containers = containers;
        this.out = out;
    }

    /**
     * Hands on, in order, every element that stands directly in a container and is none itself.
     *
     * @param containers local names of the elements that hold records, such as {@code feed}; an
     *     element is a container only if it stands in one, or is the root
     * @throws UnreadableListingException if the stream ends early, is no well-formed XML, is in
     *     another encoding than it says, or has a document type
     */
    public static void read(InputStream in, Set<String> containers, Consumer<XmlElement> out) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ReferenceFilter(in));
            try {
                new XmlRecords(reader, containers, out).readContainers();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw translate(e);
        }
    }

    private void readContainers() throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD ->
                        throw new UnreadableListingException(
                                Flaw.HOSTILE, "has a document type (DTD); no listing needs one");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!containers.contains(reader.getLocalName())) {
                        out.accept(readRecord());
                    }
                }
                default -> {
                    // Text between records, comments and instructions say nothing.
                }
            }
        }
    }

    private XmlElement readRecord() throws XMLStreamException {
        nodes = 0;
        characters = 0;
        XmlElement record = start();
        fill(record, record);
        return record;
    }

    /** Recursion is bounded by the parser's limit on depth. */
    private void fill(XmlElement record, XmlElement element) throws XMLStreamException {
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement child = start();
                    if (withinLimits(record)) {
                        element.add(child);
                    }
                    fill(record, child);
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> {
                    nodes++;
                    characters += reader.getTextLength();
                    if (withinLimits(record)) {
                        element.add(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return;
                }
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                    if (reader.getPITarget().equals(ReferenceFilter.TARGET)) {
                        record.markFlawed(reader.getPIData());
                    }
                }
                default -> {
                    // Comments and instructions say nothing.
                }
            }
        }
    }

    private XmlElement start() {
        Map<String, String> attributes = new HashMap<>();
        for (int at = 0; at < reader.getAttributeCount(); at++) {
            String value = reader.getAttributeValue(at);
            attributes.put(reader.getAttributeLocalName(at), value);
            characters += value.length();
        }
        nodes++;
        String prefix = reader.getPrefix();
        return new XmlElement(reader.getLocalName(), prefix == null ? "" : prefix, attributes);
    }

    private boolean withinLimits(XmlElement record) {
        if (nodes > MAX_NODES || characters > MAX_CHARACTERS) {
            // Kept there, so that the counts do not run over in a record of gigabytes.
            nodes = MAX_NODES + 1;
            characters = 0;
            record.markFlawed("larger than a paper may be");
            return false;
        }
        return true;
    }

    private static XMLInputFactory hardened() {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // Lazily parsed text fails with an unchecked exception, in the middle of our own code.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, MAX_ATTRIBUTE);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("external entities are not read");
        });
        return factory;
    }

    private static UnreadableListingException translate(XMLStreamException e) {
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
                    Flaw.TRUNCATED, "ends in the middle" + at(e) + ": " + message, e);
        }
        if (message.contains("Maximum") && message.contains("limit")) {
            return new UnreadableListingException(Flaw.HOSTILE, message + at(e), e);
        }
        return new UnreadableListingException(Flaw.MALFORMED, "no XML" + at(e) + ": " + message, e);
    }

    private static String at(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                e.getLocation().getLineNumber(), e.getLocation().getColumnNumber());
    }
}
