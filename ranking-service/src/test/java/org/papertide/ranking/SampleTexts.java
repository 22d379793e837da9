package org.papertide.ranking;

import java.util.List;

/**
 * Texts of each kind that papers have, and that are read otherwise than they are written: LaTeX,
 * accents, marks, spellings, signs. Whoever teaches the readers a new kind adds a text of it.
 */
public final class SampleTexts {

    public static final List<String> ALL =
            List.of(
                    "On Tides",
                    "A $\\mathbb{Z}_2$ symmetry, \\texorpdfstring{$\\mathcal{O}(n)$}{O(n)} at most",
                    "Schr\\\"odinger's cat -- and \\emph{its} {\\it shadow} --- in $10^{-3}$ s",
                    "Erd\\H{o}s, B\\'ezout \\& \\v{C}ech: \\textbf{three} \\`a la carte",
                    "\\alpha-divergence, $\\beta$-VAE and Γ-convergence; ℓ₁ and $\\ell_2$ norms",
                    "Na\u00efve cafe\u0301s: 5\u00a0% of \ufb01nite ﬂows\u200b, soft\u00adly",
                    "Colour, behaviour and normalisation of centres; modelling the artefact",
                    "Y.LeCun's x_i: a key:value store at http://example.org/a_b, v1.5 (cs.LG)",
                    "注意力就是你所需要的",
                    "Внимание — это всё, что нужно",
                    "नमस्ते दुनिया",
                    "\\frac{1}{2}\\sum_{i=1}^n x_i \\leq \\sqrt{n}",
                    "<b>Bold</b> &amp; plain: \\url{https://example.org/x} \\cite{a}",
                    "GPT-4o, few-shot learners' zero-shot; state-of-the-art (SOTA) 3D U-Net++",
                    "   Blanks\tand\nlines   ");

    private SampleTexts() {}
}
