package org.papertide.local.command;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.papertide.events.StreamContract;
import org.papertide.local.stream.SchemaRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code publish-schemas}: the contract for those who have a registry. */
@Command(
        name = "publish-schemas",
        description = {
            "Publishes the JSON Schemas of the streams to an Apicurio Registry (REST API v3). What it"
                    + " has already stays as it is; a schema that has changed becomes its next"
                    + " version. Papertide itself needs no registry."
        })
final class PublishSchemasCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final PrintStream out;

    @Parameters(
            arity = "1",
            paramLabel = "URL",
            description = "Of the registry, such as https://registry.example.org.")
    private String url = "";

    @Option(
            names = "--group",
            paramLabel = "NAME",
            defaultValue = "papertide",
            description = "The group of the schemas; default: ${DEFAULT-VALUE}.")
    private String group = "papertide";

    /**
     * @param environment where the token may be, in {@code PAPERTIDE_REGISTRY_TOKEN}
     */
    PublishSchemasCommand(Map<String, String> environment, PrintStream out) {
        this.environment = Map.copyOf(environment);
        this.out = out;
    }

    /** 0 if the registry has all of them. */
    @Override
    public Integer call() {
        Optional<String> token =
                Optional.ofNullable(environment.get("PAPERTIDE_REGISTRY_TOKEN"))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty());
        new SchemaRegistry(url, group, token)
                .publish(
                        StreamContract.schemas(),
                        schema -> out.printf("%s version %s%n", schema.name(), schema.version()));
        return 0;
    }
}
