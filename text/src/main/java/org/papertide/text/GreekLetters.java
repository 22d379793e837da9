package org.papertide.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/** The names of Greek letters, as who has no Greek keyboard writes them. */
public final class GreekLetters {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("α", "alpha"),
                    Map.entry("β", "beta"),
                    Map.entry("γ", "gamma"),
                    Map.entry("δ", "delta"),
                    Map.entry("ε", "epsilon"),
                    Map.entry("ζ", "zeta"),
                    Map.entry("η", "eta"),
                    Map.entry("θ", "theta"),
                    Map.entry("ι", "iota"),
                    Map.entry("κ", "kappa"),
                    Map.entry("λ", "lambda"),
                    Map.entry("μ", "mu"),
                    Map.entry("ν", "nu"),
                    Map.entry("ξ", "xi"),
                    Map.entry("π", "pi"),
                    Map.entry("ρ", "rho"),
                    Map.entry("σ", "sigma"),
                    Map.entry("ς", "sigma"),
                    Map.entry("τ", "tau"),
                    Map.entry("υ", "upsilon"),
                    Map.entry("φ", "phi"),
                    Map.entry("χ", "chi"),
                    Map.entry("ψ", "psi"),
                    Map.entry("ω", "omega"));

    private GreekLetters() {}

    /**
     * The name of a letter, whatever its form, as those of mathematics; a longer word in its
     * compatibility form (NFKC) alone. Omicron stays: mathematics has no letter like it.
     */
    public static String spelledOut(String word) {
        if (isAscii(word)) {
            return word;
        }
        String plain = Normalizer.normalize(word, Normalizer.Form.NFKC);
        return plain.length() == 1
                ? NAMES.getOrDefault(plain.toLowerCase(Locale.ROOT), plain)
                : plain;
    }

    /** Asked of each word of each text. */
    private static boolean isAscii(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
