package org.papertide.notify.webhook;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.qute.Engine;
import io.quarkus.qute.JsonEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.papertide.text.PaperText;

/**
 * The formats that events are written in: {@code papertide} is the event itself, the others are
 * templates with the limits of their receivers ({@code formats.json}), and those of the operator.
 *
 * <p>Each template of the operator's is tried at the start: with a challenge, with papers of which
 * nothing but the title is known, and with papers of which all is.
 *
 * <p>A template sees {@code event}: {@code type}, {@code timestamp}, {@code summary}, {@code
 * heading}, {@code papers}, each with {@code title}, {@code url}, {@code by}, {@code forecast},
 * {@code why} and what else the event has of it, and {@code more}, a sentence, where not all papers
 * fit. What is not known of a paper is empty. Texts are escaped for JSON in a {@code .json}
 * template; {@code .slack} and {@code .markdown} of a text take away what its signs mean there.
 */
public final class WebhookFormats {

    /** The event as it is. */
    public static final String PLAIN = "papertide";

    private static final String JSON_TYPE = "application/json";
    private static final String TEXT_TYPE = "text/plain; charset=utf-8";
    private static final int MAX_TITLE = 250;

    /** Characters of an address when its signs are escaped; a longer one is left out. */
    private static final int MAX_URL = 600;

    /** Characters of one text, escaped: a section of Slack's has 3,000 for all of a paper's. */
    private static final int MAX_SLACK = 600;

    private static final List<String> LINKS =
            List.of("page", "pdf", "code", "discussion", "project");
    private static final int MAX_BYTES = 20_000;
    private static final int MOST_PAPERS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final TypeReference<TreeMap<String, Object>> MAP = new TypeReference<>() {};

    /** A request's body, and where it goes. */
    public static final class Written {

        private final URI uri;
        private final String mediaType;
        private final byte[] body;

        private Written(URI uri, String mediaType, byte[] body) {
            this.uri = uri;
            this.mediaType = mediaType;
            this.body = body;
        }

        /** What the webhook calls, or a part of it where the format names the rest. */
        public URI uri() {
            return uri;
        }

        public String mediaType() {
            return mediaType;
        }

        public byte[] body() {
            return body;
        }
    }

    /** What is written to see whether a format can: as short as they come, and as long. */
    private static final String SAMPLE_CHALLENGE = "challenge234";

    private static final URI SAMPLE_TARGET = URI.create("https://receiver.example/papers");

    /** A format as its file says it. */
    private record Shipped(
            String name, String template, int papers, int bytes, boolean addressIsTopic) {}

    /**
     * A format, ready to write.
     *
     * @param addressIsTopic whether the last part of the address is a topic, which the body names,
     *     and the rest of it is called
     */
    private record Format(
            @Nullable Template template,
            String mediaType,
            int papers,
            int bytes,
            boolean addressIsTopic) {}

    private final Map<String, Format> formats = new TreeMap<>();

    /**
     * @param operators names and files of the operator's
     * @throws IllegalArgumentException if one of these cannot be read, cannot write all that may
     *     come, or has a name of ours
     */
    public WebhookFormats(Map<String, Path> operators) {
        formats.put(PLAIN, new Format(null, JSON_TYPE, MOST_PAPERS, MAX_BYTES, false));
        Engine engine =
                Engine.builder()
                        .addDefaults()
                        .addValueResolver(signs("slack", WebhookFormats::slackText))
                        .addValueResolver(signs("markdown", WebhookFormats::markdown))
                        .addValueResolver(signs("link", WebhookFormats::link))
                        .addValueResolver(isEmpty())
                        .addResultMapper(new JsonEscaper())
                        .strictRendering(true)
                        .removeStandaloneLines(false)
                        .build();
        for (Shipped each : shipped()) {
            formats.put(
                    each.name(),
                    new Format(
                            parse(engine, resource(each.template()), true, each.name()),
                            JSON_TYPE,
                            each.papers(),
                            each.bytes(),
                            each.addressIsTopic()));
        }
        operators.forEach((name, file) -> {
            if (formats.containsKey(name) || !name.matches("[a-z][a-z0-9-]{0,30}")) {
                throw new IllegalArgumentException(
                        "papertide.webhooks.templates: not a name for a format: " + name);
            }
            boolean json = file.toString().endsWith(".json");
            formats.put(
                    name,
                    new Format(
                            parse(engine, read(file), json, name),
                            json ? JSON_TYPE : TEXT_TYPE,
                            MOST_PAPERS,
                            MAX_BYTES,
                            false));
            check(name);
        });
    }

    /** Whether a format of the operator's writes what there may be. */
    private void check(String name) {
        Map<String, String> samples = WebhookSamples.events();
        try {
            String challenge =
                    new String(
                            challenge(name, SAMPLE_TARGET, SAMPLE_CHALLENGE).body(),
                            StandardCharsets.UTF_8);
            if (!challenge.contains(SAMPLE_CHALLENGE)) {
                throw new IllegalArgumentException(
                        "it does not show a challenge: print event.heading or event.summary");
            }
        } catch (IllegalArgumentException e) {
            throw cannotWrite(name, "a challenge, which has no papers", e);
        }
        samples.forEach((what, event) -> {
            try {
                Written written = write(name, SAMPLE_TARGET, event);
                if (written.mediaType().equals(JSON_TYPE)) {
                    var _ = JSON.readTree(written.body());
                }
            } catch (IOException | IllegalArgumentException e) {
                throw cannotWrite(name, what, e);
            }
        });
    }

    private static IllegalArgumentException cannotWrite(String name, String what, Exception e) {
        return new IllegalArgumentException(
                "papertide.webhooks.templates.%s: it cannot write %s: %s"
                        .formatted(name, what, e.getMessage()),
                e);
    }

    /** Their names. */
    public List<String> names() {
        return List.copyOf(formats.keySet());
    }

    /** Whether people read it: then they confirm, for no program there echoes a challenge. */
    public static boolean isForPeople(String format) {
        return !format.equals(PLAIN);
    }

    /** Whether a webhook may call this in this format; else what is wrong, for people. */
    public Optional<String> problem(String format, URI uri) {
        Format wanted = formats.get(format);
        if (wanted == null) {
            return Optional.of("Please give one of " + String.join(", ", names()) + ".");
        }
        return wanted.addressIsTopic() && !topic(uri).matches("[-_A-Za-z0-9]{1,64}")
                ? Optional.of("Please give the URL of a topic, such as https://ntfy.sh/topic.")
                : Optional.empty();
    }

    /**
     * Whether it shows digests of so many papers; else what is wrong, for people. What a digest has
     * counts as shown, and does not come again.
     *
     * @throws IllegalArgumentException if there is no such format
     */
    public Optional<String> problemOfLimit(String format, int limit) {
        int most = format(format).papers();
        return limit <= most
                ? Optional.empty()
                : Optional.of(
                        "Please give at most %d: %s shows no more papers.".formatted(most, format));
    }

    /**
     * Writes an event.
     *
     * @param event as it was stored
     * @throws IllegalArgumentException if the format is gone, or cannot write this
     */
    public Written write(String format, URI uri, String event) {
        Format wanted = format(format);
        if (wanted.template() == null) {
            return new Written(uri, JSON_TYPE, event.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return render(wanted, uri, JSON.readTree(event));
        } catch (IOException e) {
            throw new IllegalArgumentException("not an event", e);
        }
    }

    /**
     * Writes what a target has to echo, or people there have to send back.
     *
     * @throws IllegalArgumentException if the format is gone, or cannot write this
     */
    public Written challenge(String format, URI uri, String challenge) {
        ObjectNode plain = JSON.createObjectNode().put("challenge", challenge);
        Format wanted = format(format);
        if (wanted.template() == null) {
            return new Written(uri, JSON_TYPE, bytes(plain));
        }
        ObjectNode event = JSON.createObjectNode();
        event.put("type", "webhook.challenge");
        event.put("timestamp", "");
        event.putObject("data")
                .put(
                        "summary",
                        "Papertide was asked to send papers here. To allow it, confirm with this"
                                + " challenge: "
                                + challenge);
        Written written = render(wanted, uri, event);
        return written.mediaType().equals(JSON_TYPE)
                ? new Written(written.uri(), JSON_TYPE, with(written.body(), plain))
                : written;
    }

    /** Programs find the challenge in its own member. */
    private static byte[] with(byte[] body, ObjectNode plain) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object
                    ? bytes(object.setAll(plain))
                    : body;
        } catch (IOException e) {
            throw new IllegalArgumentException("the format does not write JSON", e);
        }
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Format format(String name) {
        Format format = formats.get(name);
        if (format == null) {
            throw new IllegalArgumentException("there is no such format any more");
        }
        return format;
    }

    /** With as many papers as fit. */
    private static Written render(Format format, URI uri, JsonNode event) {
        Template template = Objects.requireNonNull(format.template());
        for (int most = format.papers(); ; most--) {
            byte[] body = render(template, uri, event, most);
            if (body.length <= format.bytes()) {
                return new Written(
                        format.addressIsTopic() ? withoutTopic(uri) : uri,
                        format.mediaType(),
                        body);
            }
            if (most <= 1) {
                throw new IllegalArgumentException(
                        "the format writes more than its receiver takes");
            }
        }
    }

    private static byte[] render(Template template, URI uri, JsonNode event, int most) {
        try {
            return template.data("event", view(event, most))
                    .data("topic", topic(uri))
                    .render()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            // Whatever a template of the operator's does.
            throw new IllegalArgumentException("the template fails: " + e.getMessage(), e);
        }
    }

    /** The address without the topic; a query may have the word that lets us in. */
    private static URI withoutTopic(URI uri) {
        String query = uri.getRawQuery();
        return uri.resolve(query == null ? "." : ".?" + query);
    }

    /** The last part of the path. */
    private static String topic(URI uri) {
        String path = uri.getRawPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Map<String, Object> view(JsonNode event, int most) {
        JsonNode data = event.path("data");
        List<JsonNode> papers = new ArrayList<>();
        if (data.has("paper")) {
            papers.add(data.get("paper"));
        }
        data.path("rising").forEach(papers::add);
        data.path("top").forEach(papers::add);
        data.path("late").forEach(papers::add);
        int left = papers.size() - Math.min(most, papers.size()) + data.path("leftOut").asInt(0);
        Map<String, Object> view = new TreeMap<>();
        view.put("type", event.path("type").asText());
        view.put("timestamp", event.path("timestamp").asText());
        view.put("summary", data.path("summary").asText());
        view.put("heading", heading(event.path("type").asText(), data));
        view.put("papers", papers.stream().limit(most).map(WebhookFormats::paper).toList());
        view.put("more", left == 0 ? "" : left + " more are left out.");
        return view;
    }

    private static String heading(String type, JsonNode data) {
        return switch (type) {
            case "paper.breakout" -> "A paper is taking off";
            case "digest.daily" -> "Papers of the day";
            case "digest.weekly" -> "Papers of the week";
            default -> data.path("summary").asText();
        };
    }

    private static Map<String, Object> paper(JsonNode paper) {
        Map<String, Object> view = JSON.convertValue(paper, MAP);
        view.put("title", PaperText.cut(paper.path("title").asText(), MAX_TITLE));
        String url = paper.path("url").asText();
        view.put("url", slack(url).length() > MAX_URL ? "" : url);
        view.putIfAbsent("abstract", "");
        view.putIfAbsent("why", List.of());
        view.putIfAbsent("reasons", List.of());
        view.put("links", links(paper.path("links")));
        List<String> authors = new ArrayList<>();
        paper.path("authors").forEach(author -> authors.add(author.asText()));
        int more = paper.path("authorCount").asInt() - authors.size();
        List<String> categories = new ArrayList<>();
        paper.path("categories").forEach(category -> categories.add(category.asText()));
        view.put(
                "by",
                (String.join(", ", authors)
                                + (more > 0 ? " and " + more + " more" : "")
                                + (categories.isEmpty()
                                        ? ""
                                        : " (" + String.join(", ", categories) + ")"))
                        .strip());
        return view;
    }

    /** All that there may be, so that a template may ask for each. */
    private static Map<String, Object> links(JsonNode links) {
        Map<String, Object> view = new TreeMap<>();
        LINKS.forEach(name -> view.put(name, links.path(name).asText()));
        return view;
    }

    private static ValueResolver signs(String name, UnaryOperator<String> change) {
        return ValueResolver.builder()
                .applyToBaseClass(String.class)
                .applyToName(name)
                .applyToNoParameters()
                .resolveSync(context -> change.apply((String) context.getBase()))
                .build();
    }

    private static ValueResolver isEmpty() {
        return ValueResolver.builder()
                .appliesTo(context ->
                        ValueResolvers.hasNoParams(context)
                                && context.getBase() instanceof String
                                && context.getName().equals("isEmpty"))
                .resolveSync(context -> ((String) context.getBase()).isEmpty())
                .build();
    }

    /** The three signs that Slack's texts have to escape. */
    static String slack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The same, of as much of a text as a section has room for. */
    static String slackText(String text) {
        String escaped = slack(text);
        for (int most = MAX_SLACK; escaped.length() > MAX_SLACK; most -= most / 5) {
            escaped = slack(PaperText.cut(text, most));
        }
        return escaped;
    }

    /** Signs of Markdown as themselves. */
    static String markdown(String text) {
        return text.replaceAll("([\\\\`*_{}\\[\\]()#+.!|~<>-])", "\\\\$1");
    }

    /** An address within the parentheses of Markdown. */
    static String link(String url) {
        return url.replace("(", "%28").replace(")", "%29");
    }

    private static Template parse(Engine engine, String text, boolean json, String name) {
        try {
            return engine.parse(
                    text,
                    new Variant(
                            Locale.ENGLISH,
                            StandardCharsets.UTF_8,
                            json ? JSON_TYPE : Variant.TEXT_PLAIN),
                    name);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "papertide.webhooks.templates: not a template: " + name, e);
        }
    }

    private static List<Shipped> shipped() {
        try {
            return List.of(JSON.readValue(resource("formats.json"), Shipped[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = WebhookFormats.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "papertide.webhooks.templates: cannot be read: " + file, e);
        }
    }
}
