package org.papertide.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {

    @Test
    void findsWhatTellsAClientNothingOrTooMuch() throws Exception {
        String document =
                """
                {
                  "paths": {"/a": {"post": {"requestBody": {"content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Wish"}}}}}}},
                  "components": {"schemas": {
                    "Wish": {"properties": {
                      "hour": {"type": "integer", "maximum": 9223372036854775807},
                      "limit": {"type": "integer", "maximum": 50, "description": "Most papers"},
                      "from": {"$ref": "#/components/schemas/Instant"}}},
                    "Answer": {"properties": {
                      "count": {"type": "integer", "maximum": 2147483647},
                      "detail": {"type": "string"}}}}}
                }
                """;

        assertThat(OpenApiDocument.flaws(document))
                .containsExactlyInAnyOrder(
                        "Wish.hour has no description",
                        "Wish.hour has the limit of its type as its own",
                        "Answer.count has the limit of its type as its own");
    }
}
