package org.papertide.local.demo;

import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes papers as arXiv's Atom API does (its layout of 2026). */
final class ArxivAtom {

    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final String ARXIV = "http://arxiv.org/schemas/atom";
    private static final String OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/";
    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    private ArxivAtom() {}

    /**
     * One page of an answer.
     *
     * @param total how many papers answer the query, on all pages
     * @param start index of the first one of this page
     */
    record Page(List<SimulatedPaper> papers, int total, int start) {
        Page {
            papers = List.copyOf(papers);
        }
    }

    static void write(Page page, Instant now, OutputStream out) {
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(out, "UTF-8");
            begin(xml, now);
            text(xml, OPEN_SEARCH, "totalResults", Integer.toString(page.total()));
            text(xml, OPEN_SEARCH, "startIndex", Integer.toString(page.start()));
            text(xml, OPEN_SEARCH, "itemsPerPage", Integer.toString(page.papers().size()));
            for (SimulatedPaper paper : page.papers()) {
                entry(paper, xml);
            }
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write Atom", e);
        }
    }

    /** An error, which arXiv reports as a feed with one entry. */
    static void writeError(String message, Instant now, OutputStream out) {
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(out, "UTF-8");
            begin(xml, now);
            text(xml, OPEN_SEARCH, "totalResults", "1");
            xml.writeStartElement(ATOM, "entry");
            text(xml, ATOM, "id", "https://arxiv.org/api/errors#" + message.replace(' ', '_'));
            text(xml, ATOM, "title", "Error");
            text(xml, ATOM, "summary", message);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write Atom", e);
        }
    }

    private static void begin(XMLStreamWriter xml, Instant now) throws XMLStreamException {
        xml.setDefaultNamespace(ATOM);
        xml.setPrefix("arxiv", ARXIV);
        xml.setPrefix("opensearch", OPEN_SEARCH);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement(ATOM, "feed");
        xml.writeNamespace("opensearch", OPEN_SEARCH);
        xml.writeNamespace("arxiv", ARXIV);
        xml.writeDefaultNamespace(ATOM);
        text(xml, ATOM, "id", "https://arxiv.org/api/papertide-demo");
        text(xml, ATOM, "title", "arXiv Query");
        text(xml, ATOM, "updated", time(now));
    }

    private static void entry(SimulatedPaper paper, XMLStreamWriter xml) throws XMLStreamException {
        String versioned = paper.id() + "v1";
        xml.writeStartElement(ATOM, "entry");
        text(xml, ATOM, "id", "http://arxiv.org/abs/" + versioned);
        text(xml, ATOM, "title", paper.text().title());
        text(xml, ATOM, "updated", time(paper.times().submitted()));
        link(xml, "https://arxiv.org/abs/" + versioned, "alternate", "text/html");
        link(xml, "https://arxiv.org/pdf/" + versioned, "related", "application/pdf");
        text(xml, ATOM, "summary", paper.text().abstractText());
        for (String category : paper.text().categories()) {
            xml.writeEmptyElement(ATOM, "category");
            xml.writeAttribute("term", category);
            xml.writeAttribute("scheme", ARXIV);
        }
        text(xml, ATOM, "published", time(paper.times().submitted()));
        text(xml, ARXIV, "comment", "Invented for the demo of Papertide");
        xml.writeEmptyElement(ARXIV, "primary_category");
        xml.writeAttribute("term", paper.text().categories().getFirst());
        for (String author : paper.text().authors()) {
            xml.writeStartElement(ATOM, "author");
            text(xml, ATOM, "name", author);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void link(XMLStreamWriter xml, String href, String rel, String type)
            throws XMLStreamException {
        xml.writeEmptyElement(ATOM, "link");
        xml.writeAttribute("href", href);
        xml.writeAttribute("rel", rel);
        xml.writeAttribute("type", type);
        if (rel.equals("related")) {
            xml.writeAttribute("title", "pdf");
        }
    }

    private static void text(XMLStreamWriter xml, String namespace, String name, String text)
            throws XMLStreamException {
        xml.writeStartElement(namespace, name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
