package org.papertide.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a paper and the key of its Kafka records: {@code arxiv:2409.01234} (never with a
 * version; old style {@code arxiv:hep-ex/0307015}), else {@code doi:10.…} in lower case, else
 * {@code title:} and a hash of the normalised title.
 *
 * <p>Sources: arXiv identifier scheme (info.arxiv.org/help/arxiv_identifier.html), DOI Handbook
 * (names are case-insensitive); {@code 10.48550/arXiv.X} is DataCite's DOI for the arXiv paper X.
 *
 * @param value scheme, colon and name; at most {@value #MAX_LENGTH} characters
 */
public record PaperId(@JsonValue String value) implements Comparable<PaperId> {

    /** Longest identity, in characters; longer DOIs exist on paper only. */
    public static final int MAX_LENGTH = 300;

    /** With every character escaped, and an address before it. */
    private static final int MAX_TEXT = 3 * MAX_LENGTH + 40;

    private static final Pattern ARXIV_OLD = Pattern.compile("[a-z]+(-[a-z]+)?/\\d{7}");
    private static final Pattern ARXIV_MONTH =
            Pattern.compile("arxiv:(?:[a-z-]+/)?(\\d\\d)(\\d\\d).*");
    private static final Pattern DOI = Pattern.compile("10\\.\\d{4,9}/[\\x21-\\x7e\\x80-\\uffff]+");
    private static final Pattern TITLE = Pattern.compile("[0-9a-f]{32}");

    /** The archives that gave identifiers before April 2007 (arxiv.org/archive). */
    private static final String ARCHIVE =
            "(?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph"
                    + "|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-(?:ex|lat|ph|th)"
                    + "|math|math-ph|mtrl-th|nlin|nucl-(?:ex|th)|patt-sol|physics|plasm-ph"
                    + "|q-alg|q-bio|quant-ph|solv-int|supr-con)";

    private static final Pattern ARXIV_TEXT =
            Pattern.compile(
                    "(?i)(?:(?:https?:/{1,2})?(?:[a-z]+\\.)?arxiv\\.org/(?:abs|pdf|html)/|oai:arxiv\\.org:|arxiv:\\s?)?"
                            + "(\\d{4}\\.\\d{4,5}|"
                            + ARCHIVE
                            + "(?:\\.[a-z]{2})?/\\d{7})(?:v\\d+)?(?:\\.pdf)?"
                            // What addresses and citations have behind it.
                            + "/?(?:[?#]\\S*| ?\\[[a-z.-]{2,20}\\])?");

    /** arXiv's identifiers have the archive's name before this month, and a dot from it on. */
    private static final YearMonth FIRST_DOTTED = YearMonth.of(2007, 4);

    /** From this month on they have five digits behind the dot, before it four. */
    private static final YearMonth FIRST_OF_FIVE_DIGITS = YearMonth.of(2015, 1);

    /**
     * What a sentence has around an id. At the end it is looked for from the first such character
     * on, as below: else each of them would be a beginning.
     */
    private static final Pattern AROUND =
            Pattern.compile("^[(\\[{<']+|(?<![)\\]}>'.,;:!?])[)\\]}>'.,;:!?]+$");

    /**
     * Of this or another site: a page of a paper has the paper's id at the end of its path. Within
     * a path of another address, two slashes become one.
     */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?i)(?:https?:/{1,2}[^/\\s]+|[a-z\\d-]+(?:\\.[a-z\\d-]+)+(?::\\d+)?)?/\\S*");

    /** What addresses of publishers have behind a DOI. */
    private static final Pattern BEHIND_DOI =
            Pattern.compile(
                    "(?:[?#].*|/|/(?:full|full-?text|abs|abstract|summary|html|e?pdf|pdfdirect|meta"
                            + "|references|citations?|figures|download)|\\.(?:full|abstract|e?pdf|html|pdf\\+html)"
                            + "|(?<=\\d)v\\d{1,2})$");

    /** One behind the other, as in {@code v2.full.pdf?download#page}; more are no address. */
    private static final int MOST_ENDS = 8;

    /** How a path goes on that has a DOI in it. */
    private static final Pattern DOI_IN_PATH =
            Pattern.compile("(?i)(?:doi:\\s*)?10\\.\\d{4,9}(?:/|%2f)");

    private static final Pattern ESCAPED = Pattern.compile("%([0-9a-f]{2})");
    private static final String END_OF_SENTENCE = ".,;:\"”’」』»。，；：、";
    private static final String OPENING = "([{<（【〈《";
    private static final String CLOSING = ")]}>）】〉》";

    private static final Pattern DOI_PREFIX =
            Pattern.compile(
                    "^(?:(?:https?:/{1,2})?(?:(?:dx|www)\\.)?doi\\.org/|(?:urn:|info:)?doi[:/]\\s*)");

    private static final String DOI_SITE = "doi.org/";
    private static final Pattern QUERY = Pattern.compile("(?s)(?<!;2-|&)[?#].+");

    /** Zero-width spaces and the like, which nobody sees when they copy a DOI. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

    private static final Pattern BETWEEN = Pattern.compile("[\\p{Z}\\p{Cc}]");
    private static final String ARXIV_DOI = "10.48550/arxiv.";

    /**
     * Takes a canonical identity.
     *
     * @throws IllegalArgumentException if it has none of the three canonical forms
     */
    @JsonCreator
    public PaperId {
        if (!isIdentity(value)) {
            throw new IllegalArgumentException(
                    "paper id: not arxiv:, doi: or title: in canonical form: " + abbreviate(value));
        }
    }

    /**
     * Reads any usual spelling of an arXiv id: bare, versioned, {@code arXiv:}, OAI identifier or
     * arxiv.org address. Never throws.
     *
     * @return the identity, or empty if the text is none that arXiv can have given: no such archive
     *     or month, or another count of digits than that month's
     */
    public static Optional<PaperId> findArxiv(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        Matcher matcher = ARXIV_TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String id = matcher.group(1).toLowerCase(Locale.ROOT);
        // Old identifiers name the archive only: math.GT/0309136 is math/0309136.
        id = id.replaceFirst("\\.[a-z]{2}/", "/");
        return Optional.of(new PaperId("arxiv:" + id)).filter(PaperId::fitsItsMonth);
    }

    private boolean fitsItsMonth() {
        return month().filter(
                        month -> {
                            String name = name();
                            if (name.indexOf('/') >= 0) {
                                return month.isBefore(FIRST_DOTTED);
                            }
                            boolean five = name.length() == "0000.00000".length();
                            return !month.isBefore(FIRST_DOTTED)
                                    && five == !month.isBefore(FIRST_OF_FIVE_DIGITS);
                        })
                .isPresent();
    }

    /**
     * Reads a DOI, bare, {@code doi:} or as a doi.org address, with characters escaped as in
     * addresses, and with the full stop of the sentence that it ends; arXiv's own DOIs give the
     * arXiv identity. Never throws.
     *
     * @return the identity, or empty if the text is no DOI
     */
    public static Optional<PaperId> findDoi(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        String visible = INVISIBLE.matcher(text).replaceAll("").strip().toLowerCase(Locale.ROOT);
        String bare = DOI_PREFIX.matcher(visible).replaceFirst("");
        if (bare.length() < visible.length() && visible.contains(DOI_SITE)) {
            // A DOI in an address has these characters escaped.
            bare = QUERY.matcher(bare).replaceFirst("");
        }
        String doi = withoutSentence(unescaped(bare));
        if (doi.startsWith(ARXIV_DOI)) {
            return findArxiv(doi.substring(ARXIV_DOI.length()));
        }
        if (doi.length() > MAX_LENGTH - 4
                || !DOI.matcher(doi).matches()
                || BETWEEN.matcher(doi).find()
                || !Bounds.isWellFormed(doi)) {
            return Optional.empty();
        }
        return Optional.of(new PaperId("doi:" + doi));
    }

    /** Without the end of the sentence, of the quotation or of the brackets that it stands in. */
    private static String withoutSentence(String doi) {
        int[] unopened = new int[CLOSING.length()];
        doi.chars()
                .forEach(each -> {
                    int opening = OPENING.indexOf(each);
                    int closing = CLOSING.indexOf(each);
                    if (opening >= 0) {
                        unopened[opening]--;
                    } else if (closing >= 0) {
                        unopened[closing]++;
                    }
                });
        int end = doi.length();
        while (end > 0 && isBehind(doi.charAt(end - 1), unopened)) {
            end--;
        }
        return doi.substring(0, end);
    }

    /**
     * Whether the last character is one of the text around a DOI.
     *
     * @param unopened how many brackets of each kind have no opening one; one less if this is such
     */
    private static boolean isBehind(char last, int[] unopened) {
        int bracket = CLOSING.indexOf(last);
        return bracket < 0 ? END_OF_SENTENCE.indexOf(last) >= 0 : unopened[bracket]-- > 0;
    }

    /**
     * Escaped as in addresses, in HTML and in LaTeX. Only visible characters of ASCII are escaped
     * for their own sake.
     */
    private static String unescaped(String doi) {
        String plain =
                doi.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&")
                        .replace("\\_", "_");
        return ESCAPED.matcher(plain)
                .replaceAll(escape -> {
                    int character = Integer.parseInt(escape.group(1), 16);
                    return Matcher.quoteReplacement(
                            character > ' ' && character < 0x7f
                                    ? String.valueOf((char) Character.toLowerCase(character))
                                    : escape.group());
                });
    }

    /**
     * Reads what a person writes to name one paper: an arXiv id or a DOI in any usual spelling, an
     * identity as we write it, or the address of the paper's page at any site, such as {@code
     * huggingface.co/papers/2409.01234}; also within the brackets of a sentence or before its full
     * stop. A DOI in the address of another site ends before what publishers have behind it. Never
     * throws.
     *
     * @return the identity, or empty if the text as a whole names no paper
     */
    public static Optional<PaperId> findInText(String text) {
        List<PaperId> all = findAllInText(text);
        if (all.size() < 2) {
            return all.stream().findFirst();
        }
        String bare = AROUND.matcher(text.strip()).replaceAll("");
        // Behind "doi:", as in addresses of ours, there is nothing but the DOI.
        boolean isDoi =
                findDoi(text).isPresent() || findDoi(bare).isPresent() || bare.contains("/doi:10.");
        return Optional.of(isDoi ? all.getFirst() : all.getLast());
    }

    private static Optional<PaperId> findLongestInText(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        String bare = AROUND.matcher(text.strip()).replaceAll("");
        return findArxiv(text)
                .or(() -> findArxiv(bare))
                .or(() -> findDoi(text))
                .or(() -> findDoi(bare))
                .or(() -> findCanonical(bare))
                .or(() -> findInAddress(bare));
    }

    /**
     * Each paper that {@link #findInText} may mean. A DOI may have any character, so what an
     * address has behind one could be a part of it: then it is each of those that may be meant, the
     * longest first. Never throws.
     */
    public static List<PaperId> findAllInText(String text) {
        PaperId id = findLongestInText(text).orElse(null);
        if (id == null) {
            return List.of();
        }
        List<PaperId> ids = new ArrayList<>(List.of(id));
        String name = id.value().startsWith("doi:") ? id.name() : "";
        for (int ends = 0; ends < MOST_ENDS; ends++) {
            String shorter = withoutEnd(name);
            if (shorter.equals(name)) {
                break;
            }
            findDoi(shorter).ifPresent(ids::add);
            name = shorter;
        }
        return List.copyOf(ids);
    }

    private static String withoutEnd(String doi) {
        return BEHIND_DOI.matcher(doi).replaceFirst("");
    }

    /** The identity if the text is one in canonical form, as it stands. Never throws. */
    public static Optional<PaperId> findCanonical(String text) {
        return isIdentity(text) ? Optional.of(new PaperId(text)) : Optional.empty();
    }

    private static boolean isIdentity(String value) {
        return value.length() <= MAX_LENGTH && isCanonical(value) && Bounds.isWellFormed(value);
    }

    private static Optional<PaperId> findInAddress(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        String address = text.replaceFirst("[?#].*", "");
        for (int slash = address.indexOf('/');
                slash >= 0;
                slash = address.indexOf('/', slash + 1)) {
            Optional<PaperId> id = findAtEnd(address.substring(slash + 1));
            if (id.isPresent()) {
                return id;
            }
        }
        return Optional.empty();
    }

    private static Optional<PaperId> findAtEnd(String path) {
        if (path.startsWith("10.") || path.startsWith("doi:")) {
            return DOI_IN_PATH.matcher(path).lookingAt() ? findDoi(path) : Optional.empty();
        }
        return findArxiv(path).or(() -> findCanonical(path));
    }

    /**
     * The identity of a paper known by its title alone: the first 128 bits of SHA-256 of the title
     * in NFKC, lower case, letters and digits of any script only.
     *
     * <p>Signs and marks say nothing here: C++ and C# are C, and titles of a script with vowel
     * signs that differ in these alone are one. Rejected: to keep the marks of scripts other than
     * Latin, which gives all such papers another identity, while consumers, counts and subscribers
     * have the one of before and nothing names the title to which it belonged.
     *
     * @throws IllegalArgumentException if the title has neither letter nor digit
     */
    public static PaperId ofTitle(String title) {
        String normalised = normaliseTitle(title);
        if (normalised.isEmpty()) {
            throw new IllegalArgumentException("title: has neither letter nor digit");
        }
        byte[] hash = sha256(normalised);
        return new PaperId("title:" + HexFormat.of().formatHex(hash, 0, 16));
    }

    /** The title in NFKC, lower case, letters and digits of any script only. */
    public static String normaliseTitle(String title) {
        return Normalizer.normalize(title, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether this is an arXiv identity. */
    public boolean isArxiv() {
        return value.startsWith("arxiv:");
    }

    /**
     * The month in which arXiv gave this identity, which it names (2409.01234: September 2024): the
     * month of the announcement. Empty for other identities.
     */
    public Optional<YearMonth> month() {
        Matcher matcher = ARXIV_MONTH.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(matcher.group(1));
        int month = Integer.parseInt(matcher.group(2));
        // arXiv began in 1991.
        return month < 1 || month > 12
                ? Optional.empty()
                : Optional.of(YearMonth.of(year >= 91 ? 1900 + year : 2000 + year, month));
    }

    /** Whether only a title is known of the paper. */
    public boolean isTitle() {
        return value.startsWith("title:");
    }

    /** The part after the scheme, such as {@code 2409.01234}. */
    public String name() {
        return value.substring(value.indexOf(':') + 1);
    }

    @Override
    public int compareTo(PaperId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isCanonical(String value) {
        int colon = value.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String name = value.substring(colon + 1);
        return switch (value.substring(0, colon)) {
            case "arxiv" -> isNewArxiv(name) || ARXIV_OLD.matcher(name).matches();
            case "doi" ->
                    DOI.matcher(name).matches()
                            && name.equals(name.toLowerCase(Locale.ROOT))
                            && !name.startsWith(ARXIV_DOI);
            case "title" -> TITLE.matcher(name).matches();
            default -> false;
        };
    }

    /** Four digits, a dot, four or five digits; by hand, for each signal asks it. */
    private static boolean isNewArxiv(String name) {
        if (name.length() < 9 || name.length() > 10 || name.charAt(4) != '.') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (i != 4 && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String abbreviate(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
