package org.papertide.testing.regex;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Reads the regular expressions of sources: those that are compiled, those that methods of {@code
 * String} take, and those of constraints. An expression is put together from constants.
 */
final class RegexSources {

    private static final Set<String> OF_STRING =
            Set.of("matches", "replaceAll", "replaceFirst", "split", "splitWithDelimiters");

    /** In place of what is quoted. */
    private static final String SOME_WORD = "word";

    private static final Map<String, Integer> FLAGS =
            Map.of(
                    "CASE_INSENSITIVE", Pattern.CASE_INSENSITIVE,
                    "UNICODE_CASE", Pattern.UNICODE_CASE,
                    "UNICODE_CHARACTER_CLASS", Pattern.UNICODE_CHARACTER_CLASS,
                    "MULTILINE", Pattern.MULTILINE,
                    "DOTALL", Pattern.DOTALL,
                    "COMMENTS", Pattern.COMMENTS,
                    "LITERAL", Pattern.LITERAL);

    /** Where an expression is written. */
    private record Use(
            String file, long line, ExpressionTree expression, int flags, boolean searches) {}

    private final Map<String, ExpressionTree> constants = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    private RegexSources() {}

    /**
     * Reads them.
     *
     * @param folders of main sources
     */
    static RegexSources of(List<Path> folders) {
        RegexSources sources = new RegexSources();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<Path> java = new ArrayList<>();
            for (Path folder : folders) {
                try (Stream<Path> found = Files.walk(folder)) {
                    found.filter(file -> file.toString().endsWith(".java")).forEach(java::add);
                }
            }
            JavacTask task =
                    (JavacTask)
                            javac.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(java));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                sources.read(unit, positions);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    /** Each once, however often it is written. */
    List<Regex> regexes() {
        Map<String, Regex> found = new LinkedHashMap<>();
        for (Use use : uses) {
            String place = use.file() + ":" + use.line();
            Optional<String> text = text(use.file(), use.expression());
            if (text.isEmpty()) {
                unknown.add(place + " " + use.expression());
                continue;
            }
            found.merge(
                    text.get() + " " + use.flags(),
                    new Regex(text.get(), use.flags(), Set.of(place), use.searches()),
                    RegexSources::both);
        }
        return List.copyOf(found.values());
    }

    /** Expressions that are no constants, known after {@link #regexes}. */
    List<String> unknown() {
        return List.copyOf(unknown);
    }

    private static Regex both(Regex one, Regex other) {
        Set<String> places = new TreeSet<>(one.places());
        places.addAll(other.places());
        return new Regex(one.text(), one.flags(), places, one.searches() || other.searches());
    }

    // ---- Finding --------------------------------------------------------------------------------

    private void read(CompilationUnitTree unit, SourcePositions positions) {
        String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
        PatternUses patterns = PatternUses.of(unit);
        new TreePathScanner<Void, Void>() {

            @Override
            public Void visitVariable(VariableTree variable, Void nothing) {
                if (variable.getInitializer() != null
                        && getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type) {
                    String name = variable.getName().toString();
                    constants.put(file + " " + name, variable.getInitializer());
                    constants.put(type.getSimpleName() + "." + name, variable.getInitializer());
                }
                return super.visitVariable(variable, null);
            }

            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                List<? extends ExpressionTree> arguments = call.getArguments();
                if (call.getMethodSelect() instanceof MemberSelectTree method
                        && !arguments.isEmpty()) {
                    String name = method.getIdentifier().toString();
                    ExpressionTree first = arguments.getFirst();
                    if (method.getExpression().toString().equals("Pattern")) {
                        if (name.equals("compile")) {
                            int flags = arguments.size() > 1 ? flags(arguments.get(1)) : 0;
                            add(first, flags, patterns.search(getCurrentPath()));
                        } else if (name.equals("matches")) {
                            add(first, 0, false);
                        }
                    } else if (isOfString(name, arguments.size()) && isText(file, first)) {
                        add(first, 0, !name.equals("matches"));
                    }
                }
                return super.visitMethodInvocation(call, null);
            }

            @Override
            public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
                if (annotation.getAnnotationType().toString().equals("Pattern")) {
                    for (ExpressionTree argument : annotation.getArguments()) {
                        if (argument instanceof AssignmentTree assigned
                                && assigned.getVariable().toString().equals("regexp")) {
                            add(assigned.getExpression(), 0, false);
                        }
                    }
                }
                return super.visitAnnotation(annotation, null);
            }

            private void add(ExpressionTree expression, int flags, boolean searches) {
                long line =
                        unit.getLineMap()
                                .getLineNumber(positions.getStartPosition(unit, expression));
                uses.add(new Use(file, line, expression, flags, searches));
            }
        }.scan(unit, null);
    }

    /** A matcher and a pattern have methods of these names as well, of fewer arguments. */
    private static boolean isOfString(String name, int arguments) {
        return OF_STRING.contains(name) && (!name.startsWith("replace") || arguments == 2);
    }

    private static int flags(ExpressionTree expression) {
        return switch (expression) {
            case BinaryTree both -> flags(both.getLeftOperand()) | flags(both.getRightOperand());
            case MemberSelectTree flag -> flag(flag.getIdentifier().toString());
            case IdentifierTree flag -> flag(flag.getName().toString());
            default -> throw new IllegalStateException("flags " + expression);
        };
    }

    private static int flag(String name) {
        Integer flag = FLAGS.get(name);
        if (flag == null) {
            throw new IllegalStateException("flag " + name);
        }
        return flag;
    }

    // ---- Constants ------------------------------------------------------------------------------

    /** Whether it is a text: other types have methods of these names. */
    private boolean isText(String file, ExpressionTree expression) {
        if (expression instanceof BinaryTree both) {
            return isText(file, both.getLeftOperand()) || isText(file, both.getRightOperand());
        }
        return text(file, expression).isPresent();
    }

    private Optional<String> text(String file, ExpressionTree expression) {
        return switch (expression) {
            case LiteralTree literal when literal.getValue() instanceof String text ->
                    Optional.of(text);
            case LiteralTree literal
                    when literal.getValue() instanceof Integer
                            || literal.getValue() instanceof Character ->
                    Optional.of(literal.getValue().toString());
            case MethodInvocationTree call
                    when call.getMethodSelect().toString().equals("Pattern.quote") ->
                    Optional.of(SOME_WORD);
            case ParenthesizedTree inner -> text(file, inner.getExpression());
            case BinaryTree both when both.getKind() == Tree.Kind.PLUS ->
                    text(file, both.getLeftOperand())
                            .flatMap(left -> text(file, both.getRightOperand()).map(left::concat));
            case IdentifierTree name -> constant(file, file + " " + name.getName());
            case MemberSelectTree name -> constant(file, name.toString());
            default -> Optional.empty();
        };
    }

    private Optional<String> constant(String file, String name) {
        return Optional.ofNullable(constants.get(name)).flatMap(value -> text(file, value));
    }
}
