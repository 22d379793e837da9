package org.papertide.notify.signup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.running.FieldProblem;
import org.papertide.notify.subscription.MailAddress;

/** Reads a request from JSON, field by field, so that every bad one is told; unknown ones pass. */
final class RequestJson {

    /** What a document turned out to be. */
    sealed interface Read {
        record Well(SubscriptionRequest request) implements Read {}

        record Badly(List<FieldProblem> problems) implements Read {}
    }

    private final JsonNode json;
    private final List<FieldProblem> problems = new ArrayList<>();

    private RequestJson(JsonNode json) {
        this.json = json;
    }

    static Read read(JsonNode json) {
        return json.isObject()
                ? new RequestJson(json).request()
                : new Read.Badly(List.of(new FieldProblem("", "is no JSON object")));
    }

    private Read request() {
        SubscriptionRequest request =
                new SubscriptionRequest(
                        text("email"),
                        text("frequency"),
                        text("timezone"),
                        integer("hour"),
                        texts("categories"),
                        texts("include"),
                        texts("exclude"),
                        texts("authors"),
                        number("minimumScore"),
                        integer("limit"));
        if (problems.isEmpty()) {
            return new Read.Well(request);
        }
        // The fields that are of the right kind may have problems of their own: tell them too.
        if (request.email() == null && json.path("email").isMissingNode()) {
            problems.add(new FieldProblem("email", "is missing"));
        } else if (request.email() != null
                && MailAddress.parse(request.email())
                        instanceof MailAddress.Parsed.Invalid(String reason)) {
            problems.add(new FieldProblem("email", reason));
        }
        if (InterestReader.read(request) instanceof InterestReader.Read.Badly(var more)) {
            problems.addAll(more);
        }
        return new Read.Badly(List.copyOf(problems));
    }

    private @Nullable String text(String field) {
        JsonNode node = json.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            problem(field, "is a text");
            return null;
        }
        return node.textValue();
    }

    private @Nullable Integer integer(String field) {
        JsonNode node = json.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            problem(field, "is a whole number");
            return null;
        }
        return node.intValue();
    }

    private @Nullable Double number(String field) {
        JsonNode node = json.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isNumber()) {
            problem(field, "is a number");
            return null;
        }
        return node.doubleValue();
    }

    private @Nullable List<String> texts(String field) {
        JsonNode node = json.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        boolean allText = node.isArray();
        for (JsonNode element : node) {
            allText &= element.isTextual();
            texts.add(element.isTextual() ? element.textValue() : "");
        }
        if (!allText) {
            problem(field, "is a list of texts");
            return null;
        }
        return texts;
    }

    private void problem(String field, String detail) {
        problems.add(new FieldProblem(field, detail));
    }
}
