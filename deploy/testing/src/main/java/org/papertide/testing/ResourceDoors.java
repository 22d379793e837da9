package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleParameterAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The doors of a service that its classes name: pages, and what its OpenAPI document keeps to
 * itself. Read from the classes as files: whoever runs them has changed them.
 */
final class ResourceDoors {

    private static final Path CLASSES = Path.of("target/classes");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*\\w+\\s*(?::([^{}]*))?\\}");

    private ResourceDoors() {}

    /** Those of the module whose tests run. */
    static List<Door> ofThisModule() {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(ResourceDoors::parse)
                    .filter(type -> text(annotations(type), "Path").isPresent())
                    .flatMap(ResourceDoors::doors)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Door> doors(ClassModel type) {
        String root = text(annotations(type), "Path").orElse("");
        return type.methods().stream()
                .flatMap(method ->
                        METHODS.stream()
                                .filter(verb -> find(annotations(method), verb).isPresent())
                                .map(verb -> door(verb, root, method)));
    }

    private static Door door(String verb, String root, MethodModel method) {
        String below = text(annotations(method), "Path").orElse("");
        boolean takesBody = !verb.equals("GET") && !verb.equals("DELETE");
        return new Door(
                        verb,
                        path(root + "/" + below),
                        takesBody
                                ? text(annotations(method), "Consumes")
                                        .orElse("application/x-www-form-urlencoded")
                                : "",
                        false,
                        List.of(),
                        queries(method),
                        Door.PROBLEM)
                .mayAlsoAnswer(404);
    }

    /** With values in the place of parameters, which may have a pattern. */
    private static String path(String template) {
        String filled =
                PARAMETER
                        .matcher(template)
                        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
        String path = filled.replaceAll("/+", "/");
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }

    private static String value(@Nullable String pattern) {
        return pattern == null
                ? "1"
                : Stream.concat(Stream.of("1", "a"), Stream.of(pattern.split("\\|")))
                        .filter(each -> each.matches(pattern))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no value fits " + pattern));
    }

    private static List<String> queries(MethodModel method) {
        List<List<Annotation>> parameters =
                method.findAttribute(Attributes.runtimeVisibleParameterAnnotations())
                        .map(RuntimeVisibleParameterAnnotationsAttribute::parameterAnnotations)
                        .orElse(List.of());
        List<ClassDesc> types = method.methodTypeSymbol().parameterList();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            List<Annotation> annotations = parameters.get(i);
            text(annotations, "QueryParam").ifPresent(names::add);
            if (find(annotations, "BeanParam").isPresent()) {
                String file = types.get(i).descriptorString();
                parse(CLASSES.resolve(file.substring(1, file.length() - 1) + ".class"))
                        .fields()
                        .forEach(field ->
                                text(annotations(field), "QueryParam").ifPresent(names::add));
            }
        }
        return names;
    }

    private static List<Annotation> annotations(AttributedElement element) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations())
                .map(RuntimeVisibleAnnotationsAttribute::annotations)
                .orElse(List.of());
    }

    private static Optional<Annotation> find(List<Annotation> annotations, String name) {
        return annotations.stream()
                .filter(each -> each.className().equalsString("Ljakarta/ws/rs/%s;".formatted(name)))
                .findFirst();
    }

    /** The value of an annotation, the first of several. */
    private static Optional<String> text(List<Annotation> annotations, String name) {
        return find(annotations, name)
                .flatMap(annotation -> annotation.elements().stream().findFirst())
                .map(AnnotationElement::value)
                .map(value ->
                        value instanceof AnnotationValue.OfArray all
                                ? all.values().getFirst()
                                : value)
                .map(value -> ((AnnotationValue.OfString) value).stringValue());
    }
}
