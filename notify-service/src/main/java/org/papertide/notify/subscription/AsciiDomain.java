package org.papertide.notify.subscription;

import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ASCII form of a domain, as registries and mail servers of today have it (IDNA 2008, RFC
 * 5891).
 *
 * <p>The JDK has IDNA 2003, which takes ß for ss and ς for σ: these are other domains, and other
 * people's. For labels with these letters the form is made here (Punycode, RFC 3492); all other
 * labels have the same form in both. Joiners, which IDNA 2003 drops, are refused. Rejected: ICU4J,
 * 13 MB for two letters.
 */
final class AsciiDomain {

    private static final String PREFIX = "xn--";
    private static final int MAX_LABEL = 63;

    private static final int BASE = 36;
    private static final int TMIN = 1;
    private static final int TMAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    private AsciiDomain() {}

    /**
     * The domain in lower-case ASCII form.
     *
     * @throws IllegalArgumentException if there is none
     */
    static String of(String domain) {
        if (domain.indexOf('\u200c') >= 0 || domain.indexOf('\u200d') >= 0) {
            throw new IllegalArgumentException("domain: has a joiner");
        }
        List<String> labels = new ArrayList<>();
        for (String label : domain.split("[.\u3002\uff0e\uff61]", -1)) {
            labels.add(label(label));
        }
        return String.join(".", labels);
    }

    private static String label(String label) {
        String small = Normalizer.normalize(label, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        if (small.indexOf('ß') < 0 && small.indexOf('ς') < 0) {
            return label.isEmpty() ? "" : toAscii(label);
        }
        // The rest of the label has to be right by the JDK's rules.
        toAscii(small.replace("ß", "ss").replace('ς', 'σ'));
        String encoded = PREFIX + punycode(small);
        if (encoded.length() > MAX_LABEL) {
            throw new IllegalArgumentException("domain: a label is too long");
        }
        return encoded;
    }

    private static String toAscii(String label) {
        return IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    }

    /** RFC 3492, section 6.3; for labels, so that no number overflows. */
    private static String punycode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (int point : points) {
            if (point < INITIAL_N) {
                out.append((char) point);
            }
        }
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        for (int handled = basic; handled < points.length; ) {
            int next = Integer.MAX_VALUE;
            for (int point : points) {
                next = point >= n ? Math.min(next, point) : next;
            }
            delta += (next - n) * (handled + 1);
            n = next;
            for (int point : points) {
                if (point < n) {
                    delta++;
                } else if (point == n) {
                    append(out, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return out.toString();
    }

    /** A number of variable length (section 3.3). */
    private static void append(StringBuilder out, int delta, int bias) {
        int left = delta;
        for (int k = BASE; ; k += BASE) {
            int threshold = Math.clamp(k - bias, TMIN, TMAX);
            if (left < threshold) {
                out.append(digit(left));
                return;
            }
            out.append(digit(threshold + (left - threshold) % (BASE - threshold)));
            left = (left - threshold) / (BASE - threshold);
        }
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    /** Section 3.4. */
    private static int adapt(int delta, int points, boolean first) {
        int left = first ? delta / DAMP : delta / 2;
        left += left / points;
        int k = 0;
        while (left > (BASE - TMIN) * TMAX / 2) {
            left /= BASE - TMIN;
            k += BASE;
        }
        return k + (BASE - TMIN + 1) * left / (left + SKEW);
    }
}
