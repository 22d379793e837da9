package org.papertide.text.latex;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of {@link LatexReader}: what a LaTeX command looks like in Unicode. */
final class LatexSymbols {

    /** Commands that stand for a text, in mathematics and outside. */
    private static final Map<String, String> SYMBOLS =
            pairs(
                    """
                    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ
                    vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ
                    varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
                    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
                    digamma ϝ ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ wp ℘ partial ∂ nabla ∇
                    infty ∞ infinity ∞ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬
                    top ⊤ bot ⊥ perp ⊥ angle ∠ triangle △ square □ Box □ diamond ⋄ star ⋆ ast ∗
                    bullet • cdot · circ ∘ times × div ÷ pm ± mp ∓ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙
                    cap ∩ cup ∪ sqcap ⊓ sqcup ⊔ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ sum ∑ prod ∏
                    coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
                    le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ll ≪ gg ≫ ne ≠ neq ≠ equiv ≡ sim ∼
                    simeq ≃ approx ≈ cong ≅ propto ∝ lesssim ≲ gtrsim ≳ prec ≺ succ ≻ preceq ⪯
                    succeq ⪰ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊
                    mid ∣ nmid ∤ parallel ∥ models ⊨ vdash ⊢ dashv ⊣ asymp ≍ doteq ≐ triangleq ≜
                    to → rightarrow → longrightarrow → leftarrow ← gets ← longleftarrow ←
                    leftrightarrow ↔ longleftrightarrow ↔ Rightarrow ⇒ Longrightarrow ⇒ implies ⇒
                    Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ mapsto ↦ hookrightarrow ↪ uparrow ↑
                    downarrow ↓ updownarrow ↕ nearrow ↗ searrow ↘ rightharpoonup ⇀
                    rightleftharpoons ⇌ leadsto ⇝ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋
                    lbrace { rbrace } lbrack [ rbrack ] vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖
                    backslash \\ prime ′ dagger † dag † ddagger ‡ ddag ‡ sharp ♯ flat ♭ natural ♮
                    ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ textellipsis … degree ° deg °
                    textdegree ° textmu µ arcmin ′ arcsec ″ colon : checkmark ✓ cmark ✓ xmark ✗
                    spadesuit ♠ heartsuit ♥ clubsuit ♣ diamondsuit ♦ sun ☉ odot ⊙ earth ⊕
                    ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å dh ð DH Ð th þ TH Þ dj đ DJ Đ
                    ohorn ơ uhorn ư Ohorn Ơ Uhorn Ư OHORN Ơ UHORN Ư ng ŋ NG Ŋ i ı j ȷ S § P ¶ copyright © textregistered ® texttrademark ™ pounds £
                    textsterling £ texteuro € euro € textendash – textemdash — textquoteleft ‘
                    textquoteright ’ textquotedblleft “ textquotedblright ” guillemotleft «
                    guillemotright » textbackslash \\ textasciitilde ~ textasciicircum ^ textbar |
                    textless < textgreater > textunderscore _ lt < gt > LaTeX LaTeX TeX TeX
                    """);

    /** Functions are names: a space keeps them from their argument. */
    private static final Set<String> FUNCTIONS =
            Set.of(
                    ("log ln lg exp sin cos tan cot sinh cosh tanh arcsin arccos arctan max min sup inf"
                                    + " lim limsup liminf arg argmax argmin det dim ker gcd Pr mod"
                                    + " bmod hom rank tr")
                            .split(" "));

    /** Operators and relations: signs between two others. */
    private static final Set<String> OPERATORS =
            Set.of(
                    ("cdot circ times div pm mp oplus ominus otimes odot cap cup setminus wedge land vee"
                                    + " lor le leq leqslant ge geq geqslant ll gg ne neq equiv sim simeq"
                                    + " approx cong propto lesssim gtrsim in notin subset supset subseteq"
                                    + " supseteq mid parallel to rightarrow leftarrow gets leftrightarrow"
                                    + " Rightarrow implies Leftarrow Leftrightarrow iff mapsto")
                            .split(" "));

    /** Commands whose argument is shown and that are not shown themselves. */
    private static final Set<String> WRAPPERS =
            Set.of(
                    ("emph textbf textit texttt textsc textrm textsf textsl textmd textup textnormal text"
                                    + " mbox hbox mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak"
                                    + " boldsymbol bm pmb operatorname uline underline underbrace overbrace"
                                    + " ensuremath uppercase lowercase protect xspace mathop mathbin mathrel"
                                    + " mathnormal sout")
                            .split(" "));

    /** Commands that say how, not what. */
    private static final Set<String> SILENT =
            Set.of(
                    ("bf em it rm sc tt sf sl cal mycal mit bfseries itshape rmfamily sffamily ttfamily scshape"
                                    + " normalfont tiny small large Large LARGE huge Huge footnotesize"
                                    + " scriptsize normalsize displaystyle textstyle scriptstyle left right"
                                    + " middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr limits"
                                    + " nolimits noindent par newline linebreak centering relax unboldmath"
                                    + " boldmath")
                            .split(" "));

    /** Commands whose argument, too, says nothing to a reader of the abstract. */
    private static final Set<String> DROPPED =
            Set.of(
                    ("cite citep citet citealp citeauthor citeyear label ref eqref footnote thanks"
                                    + " vspace hspace color begin end phantom vphantom hphantom tag")
                            .split(" "));

    /** Accents by their LaTeX name, as combining characters. */
    private static final Map<String, String> ACCENTS =
            Map.ofEntries(
                    Map.entry("`", "\u0300"),
                    Map.entry("'", "\u0301"),
                    Map.entry("^", "\u0302"),
                    Map.entry("~", "\u0303"),
                    Map.entry("=", "\u0304"),
                    Map.entry("u", "\u0306"),
                    Map.entry(".", "\u0307"),
                    Map.entry("\"", "\u0308"),
                    Map.entry("h", "\u0309"),
                    Map.entry("r", "\u030A"),
                    Map.entry("H", "\u030B"),
                    Map.entry("v", "\u030C"),
                    Map.entry("d", "\u0323"),
                    Map.entry("c", "\u0327"),
                    Map.entry("k", "\u0328"),
                    Map.entry("textcommabelow", "\u0326"),
                    Map.entry("b", "\u0331"),
                    Map.entry("t", "\u0361"));

    /** The same over letters of mathematics. */
    private static final Map<String, String> MATH_ACCENTS =
            Map.ofEntries(
                    Map.entry("grave", "\u0300"),
                    Map.entry("acute", "\u0301"),
                    Map.entry("hat", "\u0302"),
                    Map.entry("widehat", "\u0302"),
                    Map.entry("tilde", "\u0303"),
                    Map.entry("widetilde", "\u0303"),
                    Map.entry("bar", "\u0304"),
                    Map.entry("overline", "\u0304"),
                    Map.entry("breve", "\u0306"),
                    Map.entry("dot", "\u0307"),
                    Map.entry("ddot", "\u0308"),
                    Map.entry("mathring", "\u030A"),
                    Map.entry("check", "\u030C"),
                    Map.entry("vec", "\u20D7"),
                    Map.entry("overrightarrow", "\u20D7"));

    private static final Map<String, String> DOUBLE_STRUCK =
            pairs("C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ E 𝔼 F 𝔽 S 𝕊 T 𝕋 D 𝔻 I 𝕀 K 𝕂 1 𝟙");

    private static final Map<Character, Character> SUPERSCRIPTS =
            aligned(
                    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδ′ ",
                    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟ′ ");

    private static final Map<Character, Character> SUBSCRIPTS =
            aligned(
                    "0123456789+-−=()aehijklmnoprstuvxβγρφχ ",
                    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ ");

    private LatexSymbols() {}

    static @Nullable String symbol(String command) {
        return SYMBOLS.get(command);
    }

    static boolean isOperator(String command) {
        return OPERATORS.contains(command);
    }

    static boolean isFunction(String command) {
        return FUNCTIONS.contains(command);
    }

    static boolean isWrapper(String command) {
        return WRAPPERS.contains(command);
    }

    static boolean isSilent(String command) {
        return SILENT.contains(command);
    }

    static boolean isDropped(String command) {
        return DROPPED.contains(command);
    }

    static @Nullable String accent(String command) {
        return ACCENTS.get(command);
    }

    static @Nullable String mathAccent(String command) {
        return MATH_ACCENTS.get(command);
    }

    /** ℝ for R; the letters themselves where Unicode has none that mail fonts show. */
    static String doubleStruck(String letters) {
        return DOUBLE_STRUCK.getOrDefault(letters, letters);
    }

    static @Nullable String superscript(String text) {
        return mapped(text, SUPERSCRIPTS);
    }

    static @Nullable String subscript(String text) {
        return mapped(text, SUBSCRIPTS);
    }

    /** Every character mapped, or null if one has no counterpart. */
    private static @Nullable String mapped(String text, Map<Character, Character> table) {
        StringBuilder mapped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            Character counterpart = table.get(text.charAt(i));
            if (counterpart == null) {
                return null;
            }
            mapped.append(counterpart.charValue());
        }
        return mapped.toString();
    }

    private static Map<String, String> pairs(String table) {
        StringTokenizer words = new StringTokenizer(table);
        Map<String, String> pairs = new HashMap<>();
        while (words.hasMoreTokens()) {
            pairs.put(words.nextToken(), words.nextToken());
        }
        return Map.copyOf(pairs);
    }

    private static Map<Character, Character> aligned(String from, String to) {
        return from.chars()
                .mapToObj(each -> (char) each)
                .distinct()
                .collect(
                        Collectors.toUnmodifiableMap(
                                each -> each, each -> to.charAt(from.indexOf(each))));
    }
}
