package org.papertide.testing.documents;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Reads the settings of a module from its sources: {@code @ConfigMapping} interfaces and parameters
 * with {@code @ConfigProperty}. Sources rather than classes, because only they have the Javadoc.
 */
final class SettingsInSources {

    /** By simple name: groups of settings that mappings nest. */
    private final Map<String, TreePath> interfaces = new HashMap<>();

    private final List<TreePath> mappings = new ArrayList<>();
    private final List<TreePath> properties = new ArrayList<>();
    private final DocTrees docs;

    private SettingsInSources(DocTrees docs) {
        this.docs = docs;
    }

    /**
     * The settings of a module, by name.
     *
     * @param sources the folder of its main sources
     */
    static List<Setting> of(Path sources) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                        javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
                Stream<Path> found = Files.walk(sources)) {
            List<Path> java = found.filter(file -> declaresSettings(file)).toList();
            JavacTask task =
                    (JavacTask)
                            javac.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(java));
            SettingsInSources settings = new SettingsInSources(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                settings.collect(unit);
            }
            return settings.all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean declaresSettings(Path file) {
        if (!file.toString().endsWith(".java")) {
            return false;
        }
        try {
            String text = Files.readString(file);
            return text.contains("@ConfigMapping") || text.contains("@ConfigProperty");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collect(CompilationUnitTree unit) {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (type.getKind() == Tree.Kind.INTERFACE) {
                    interfaces.put(type.getSimpleName().toString(), getCurrentPath());
                }
                if (argument(type.getModifiers(), "ConfigMapping", "prefix").isPresent()) {
                    mappings.add(getCurrentPath());
                }
                return super.visitClass(type, null);
            }

            @Override
            public Void visitVariable(VariableTree variable, Void nothing) {
                if (argument(variable.getModifiers(), "ConfigProperty", "name").isPresent()) {
                    properties.add(getCurrentPath());
                }
                return super.visitVariable(variable, null);
            }
        }.scan(unit, null);
    }

    private List<Setting> all() {
        List<Setting> all = new ArrayList<>();
        for (TreePath mapping : mappings) {
            ClassTree type = (ClassTree) mapping.getLeaf();
            String prefix = argument(type.getModifiers(), "ConfigMapping", "prefix").orElseThrow();
            addGroup(prefix, mapping, all);
        }
        for (TreePath property : properties) {
            addProperty(property, all);
        }
        return all.stream().sorted(Setting.BY_NAME).distinct().toList();
    }

    private void addGroup(String prefix, TreePath group, List<Setting> all) {
        for (Tree member : ((ClassTree) group.getLeaf()).getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                addMember(prefix, new TreePath(group, method), method, all);
            }
        }
    }

    private void addMember(String prefix, TreePath path, MethodTree method, List<Setting> all) {
        ModifiersTree modifiers = method.getModifiers();
        if (modifiers.getFlags().contains(Modifier.STATIC)) {
            return;
        }
        String own =
                argument(modifiers, "WithName", "value")
                        .orElseGet(() -> kebab(method.getName().toString()));
        boolean ownedByParent =
                modifiers.getAnnotations().stream()
                        .anyMatch(annotation -> named(annotation, "WithParentName"));
        String type = method.getReturnType().toString();
        String name = ownedByParent ? prefix : prefix + "." + own;
        if (type.startsWith("Map<")) {
            name += ".\"NAME\"";
        }
        String valueType = type.replaceAll("^(Map<.*, *|Optional<)(.*)>$", "$2");
        TreePath group = interfaces.get(valueType.replaceAll("^.*\\.", ""));
        if (group != null) {
            addGroup(name, group, all);
            return;
        }
        all.add(
                new Setting(
                        name,
                        argument(modifiers, "WithDefault", "value").filter(text -> !text.isEmpty()),
                        type.startsWith("Optional") || type.startsWith("Map<"),
                        meaning(path)));
    }

    private void addProperty(TreePath path, List<Setting> all) {
        VariableTree variable = (VariableTree) path.getLeaf();
        ModifiersTree modifiers = variable.getModifiers();
        String name = argument(modifiers, "ConfigProperty", "name").orElseThrow();
        if (!name.startsWith("papertide.")) {
            return;
        }
        all.add(
                new Setting(
                        name,
                        argument(modifiers, "ConfigProperty", "defaultValue"),
                        variable.getType().toString().startsWith("Optional"),
                        parameterMeaning(path, variable.getName().toString())));
    }

    /** What the Javadoc of a method says of its parameter; else what it says of itself. */
    private String parameterMeaning(TreePath path, String parameter) {
        TreePath owner = path.getParentPath();
        DocCommentTree comment = docs.getDocCommentTree(owner);
        if (comment == null) {
            return meaning(owner.getParentPath());
        }
        return comment.getBlockTags().stream()
                .filter(tag -> tag instanceof ParamTree param && sameName(param, parameter))
                .map(tag -> markdown(((ParamTree) tag).getDescription()))
                .findFirst()
                .orElseGet(() -> markdown(comment.getFirstSentence()));
    }

    private static boolean sameName(ParamTree param, String name) {
        return param.getName().getName().contentEquals(name);
    }

    private String meaning(TreePath path) {
        DocCommentTree comment = docs.getDocCommentTree(path);
        return comment == null ? "" : markdown(comment.getFullBody());
    }

    private static String markdown(List<? extends DocTree> text) {
        return text.stream()
                .map(SettingsInSources::markdown)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .strip()
                .replaceAll("\\.$", "");
    }

    /** By kind, since what looks like an element in code is none. */
    private static String markdown(DocTree part) {
        return switch (part) {
            case com.sun.source.doctree.LiteralTree code ->
                    "`" + code.getBody().getBody().strip() + "`";
            case LinkTree link ->
                    link.getLabel().isEmpty()
                            ? "`" + link.getReference().getSignature() + "`"
                            : markdown(link.getLabel());
            case StartElementTree _, EndElementTree _ -> "";
            default -> part.toString();
        };
    }

    private static boolean named(AnnotationTree annotation, String name) {
        return annotation.getAnnotationType().toString().endsWith(name);
    }

    /** The text that an annotation gives to an attribute, if the annotation is there. */
    private static Optional<String> argument(
            ModifiersTree modifiers, String annotationName, String attribute) {
        for (AnnotationTree annotation : modifiers.getAnnotations()) {
            if (named(annotation, annotationName)) {
                for (ExpressionTree argument : annotation.getArguments()) {
                    if (argument instanceof AssignmentTree assignment) {
                        if (assignment.getVariable().toString().equals(attribute)) {
                            return Optional.of(text(assignment.getExpression()));
                        }
                    } else if (attribute.equals("value")) {
                        return Optional.of(text(argument));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String text(ExpressionTree expression) {
        return switch (expression) {
            case LiteralTree literal -> String.valueOf(literal.getValue());
            case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
            default -> expression.toString();
        };
    }

    /** The name of a setting as SmallRye Config derives it from a method's. */
    static String kebab(String method) {
        return method.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
