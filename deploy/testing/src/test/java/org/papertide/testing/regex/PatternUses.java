package org.papertide.testing.regex;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * What one source does with the patterns that it compiles: try them at one place, or look for them.
 * What cannot be told, as of a pattern that goes elsewhere, is a search, which costs more.
 */
final class PatternUses {

    private static final Set<String> AT_ONE_PLACE =
            Set.of("matches", "lookingAt", "asMatchPredicate");

    /** Give the matcher back. */
    private static final Set<String> BETWEEN =
            Set.of("region", "useAnchoringBounds", "useTransparentBounds");

    /** Ask a matcher for what it found, and a pattern for its own text. */
    private static final Set<String> NEITHER =
            Set.of("group", "start", "end", "groupCount", "hitEnd", "pattern", "toMatchResult");

    /** By the name of a pattern or matcher, what is called on it. */
    private final Map<String, Set<String>> calls = new HashMap<>();

    /** By the name of a pattern, the matchers that are kept in variables. */
    private final Map<String, Set<String>> matchers = new HashMap<>();

    private PatternUses() {}

    static PatternUses of(CompilationUnitTree unit) {
        PatternUses uses = new PatternUses();
        new TreePathScanner<Void, Void>() {

            @Override
            public Void visitIdentifier(IdentifierTree name, Void nothing) {
                uses.add(name.getName().toString(), getCurrentPath());
                return super.visitIdentifier(name, null);
            }
        }.scan(unit, null);
        return uses;
    }

    private void add(String name, TreePath path) {
        TreePath around = path.getParentPath();
        if (around.getLeaf() instanceof MemberReferenceTree reference) {
            call(name, reference.getName().toString());
            return;
        }
        if (!(around.getLeaf() instanceof MemberSelectTree selected)) {
            call(name, "given");
            return;
        }
        String method = selected.getIdentifier().toString();
        if (!method.equals("matcher")) {
            call(name, method);
            return;
        }
        TreePath matched = around.getParentPath();
        while (matched.getParentPath().getLeaf() instanceof MemberSelectTree chained
                && BETWEEN.contains(chained.getIdentifier().toString())) {
            matched = matched.getParentPath().getParentPath();
        }
        Tree made = matched.getLeaf();
        switch (matched.getParentPath().getLeaf()) {
            case MemberSelectTree chained -> call(name, chained.getIdentifier().toString());
            case VariableTree variable when variable.getInitializer() == made ->
                    matchers.computeIfAbsent(name, _ -> new HashSet<>())
                            .add(variable.getName().toString());
            default -> call(name, "given");
        }
    }

    private void call(String name, String method) {
        calls.computeIfAbsent(name, _ -> new HashSet<>()).add(method);
    }

    /** Whether the pattern that is compiled here is looked for. */
    boolean search(TreePath compiled) {
        Tree around = compiled.getParentPath().getLeaf();
        if (around instanceof VariableTree variable
                && variable.getInitializer() == compiled.getLeaf()) {
            boolean isOwn = variable.getModifiers().getFlags().contains(Modifier.PRIVATE);
            return !isOwn || searches(variable.getName().toString());
        }
        if (around instanceof MemberSelectTree matcher
                && matcher.getIdentifier().contentEquals("matcher")
                && compiled.getParentPath().getParentPath().getLeaf()
                        instanceof MethodInvocationTree
                && compiled.getParentPath().getParentPath().getParentPath().getLeaf()
                        instanceof MemberSelectTree chained) {
            return !AT_ONE_PLACE.contains(chained.getIdentifier().toString());
        }
        return true;
    }

    private boolean searches(String pattern) {
        Set<String> all = new HashSet<>(calls.getOrDefault(pattern, Set.of()));
        for (String matcher : matchers.getOrDefault(pattern, Set.of())) {
            all.addAll(calls.getOrDefault(matcher, Set.of()));
        }
        all.removeAll(NEITHER);
        return !AT_ONE_PLACE.containsAll(all);
    }
}
