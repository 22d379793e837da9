package org.papertide.ingest.source;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a large file of each form, in a JVM of its own with less memory than that. */
final class SmallMemory {

    private static final long SIZE =
            Integer.getInteger("papertide.hostile.megabytes") * 1024L * 1024;

    private static final String ENTRY =
            "<entry><id>http://arxiv.org/abs/2609.30233v1</id><title>T</title></entry>";

    private SmallMemory() {}

    public static void main(String[] arguments) {
        String abstractText = "word ".repeat(200);
        read(
                "nested XML",
                new EndlessInput("<feed><id>http://arxiv.org/api/q</id>", "<a b='c'>", SIZE, ""));
        read(
                "Atom",
                new EndlessInput(
                        "<feed><id>http://arxiv.org/api/q</id>",
                        "<entry><id>http://arxiv.org/abs/2609.30233v1</id><title>T</title><summary>"
                                + abstractText
                                + "</summary></entry>",
                        SIZE,
                        "</feed>"));
        for (String[] token :
                new String[][] {
                    {"comment", "<!--", "-->"},
                    {"instruction", "<?pi ", "?>"},
                    {"instruction of ours", "<?papertide-flaw ", "?>"},
                }) {
            read(
                    token[0],
                    new EndlessInput(
                            "<feed><id>http://arxiv.org/api/q</id>" + ENTRY + token[1],
                            "word ",
                            SIZE,
                            token[2] + ENTRY + "</feed>"));
        }
        for (String name : new String[] {"<", "<?", "<a "}) {
            read(
                    "name after " + name,
                    new EndlessInput(
                            "<feed><id>http://arxiv.org/api/q</id>" + ENTRY + name,
                            "abcdefgh",
                            SIZE,
                            (name.equals("<?") ? "?>" : "='1'/>") + ENTRY + "</feed>"));
        }
        read(
                "one record",
                new EndlessInput(
                        "<feed><id>http://arxiv.org/api/q</id><entry><title>",
                        "x ",
                        SIZE,
                        "</title></entry></feed>"));
        read(
                "JSON",
                new EndlessInput(
                        "[{\"paper\":{\"upvotes\":1}}",
                        ",{\"paper\":{\"id\":\"2609.30233\",\"title\":\"T\",\"upvotes\":1,"
                                + "\"summary\":\""
                                + abstractText
                                + "\"}}",
                        SIZE,
                        "]"));
        read(
                "JSON lines",
                new EndlessInput(
                        "",
                        "{\"id\":\"0704.0001\",\"submitter\":\"P\",\"title\":\"T\",\"abstract\":\""
                                + abstractText
                                + "\"}\n",
                        SIZE,
                        ""));
        read(
                "page",
                new EndlessInput(
                        "Get trending papers in your email inbox!\nSubscribe",
                        "Title\n" + abstractText + "\n",
                        SIZE,
                        ""));
    }

    private static void read(String what, InputStream in) {
        AtomicLong papers = new AtomicLong();
        String end = "to its end";
        try {
            ParsedListings.formats(ParsedListings.LIMITS)
                    .parse(
                            in,
                            _ -> {},
                            item -> papers.addAndGet(item instanceof Item.Listed ? 1 : 0));
        } catch (UnreadableListingException e) {
            end = e.flaw().name();
        }
        System.out.println(what + ": " + (papers.get() > 20_000 ? "many" : papers) + " " + end);
    }
}
