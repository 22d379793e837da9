package org.papertide.feed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A document of elements, attributes and text; escaping is the JDK's. */
final class Xml {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    private final XMLStreamWriter out;

    Xml() {
        try {
            out = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    /** Opens an element; attributes are names and values in turn. */
    Xml open(String name, String... attributes) {
        try {
            out.writeStartElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                out.writeAttribute(attributes[i], attributes[i + 1]);
            }
            return this;
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    Xml close() {
        try {
            out.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    /** An element with text. */
    Xml text(String name, String text, String... attributes) {
        open(name, attributes);
        try {
            out.writeCharacters(text);
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
        return close();
    }

    /** An element without content. */
    Xml empty(String name, String... attributes) {
        return open(name, attributes).close();
    }

    byte[] toBytes() {
        try {
            out.writeEndDocument();
            out.close();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    private static IllegalStateException impossible(XMLStreamException e) {
        return new IllegalStateException("written to memory, from text that XML can carry", e);
    }
}
