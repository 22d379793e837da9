package org.papertide.events;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;

/** The JSON Schemas that ship with the events. */
final class Schemas {

    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V202012,
                    factory ->
                            factory.schemaMappers(mappers ->
                                    mappers.mapPrefix(
                                            "https://papertide.org/schemas/",
                                            "classpath:org/papertide/events/schema/")));

    private Schemas() {}

    /** The schema of a name such as {@code paper.v1}. */
    static JsonSchema named(String name) {
        return SCHEMAS.getSchema(
                SchemaLocation.of("https://papertide.org/schemas/" + name + ".json"),
                SchemaValidatorsConfig.builder()
                        .formatAssertionsEnabled(true)
                        .pathType(PathType.JSON_POINTER)
                        .build());
    }
}
