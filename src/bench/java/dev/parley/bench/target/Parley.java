package dev.parley.bench.target;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** Parley's WAR on one of its servers, in development mode. */
final class Parley extends StartedTarget {

    private static final Duration START = Duration.ofMinutes(3);

    private final ParleyOptions options;
    private final DevTokens tokens;

    private Parley(
            String name, int port, ServerProcess process, ParleyOptions options, DevTokens tokens) {
        super(name, port, process);
        this.options = options;
        this.tokens = tokens;
    }

    private static Parley start(
            String name,
            ParleyOptions options,
            int port,
            Path directory,
            List<String> command,
            Map<String, String> environment) {
        DevTokens tokens = new DevTokens(at(port));
        ServerProcess.requireFree(port);
        ServerProcess process =
                ServerProcess.start(name, directory, command, environment)
                        .await(tokens::areGiven, START);
        return new Parley(name, port, process, options, tokens);
    }

    /** On the WildFly that the build has made, in a base directory of its own. */
    static Parley onWildFly(ParleyOptions options) {
        Path base = Places.work().resolve("wildfly");
        Folders.copy(
                Places.wildfly().resolve("standalone/configuration"),
                base.resolve("configuration"));
        Folders.copyFile(Places.war(), base.resolve("deployments/ROOT.war"));
        List<String> command =
                StandaloneCommandBuilder.of(Places.wildfly())
                        .setBaseDirectory(base)
                        .setJavaOptions(options.java())
                        .addJavaOption("-Djboss.management.http.port=" + Ports.WILDFLY_MANAGEMENT)
                        .addJavaOption("-Djboss.https.port=" + Ports.WILDFLY_HTTPS)
                        .build();
        return start(
                "parley-wildfly",
                options,
                Ports.WILDFLY,
                base,
                command,
                options.environment(Ports.WILDFLY));
    }

    /** On the Open Liberty that the build has made, as a server of its own. */
    static Parley onLiberty(ParleyOptions options) {
        Path users = Places.work().resolve("liberty");
        Path server = users.resolve("servers/bench");
        Folders.copy(Places.libertyConfig(), server);
        Folders.copyFile(Places.war(), server.resolve("dropins/ROOT.war"));
        Folders.copy(
                Places.liberty().resolve("usr/shared/resources"),
                users.resolve("shared/resources"));
        String script = Places.liberty().resolve("bin/server").toString();
        Map<String, String> environment = options.environment(Ports.LIBERTY);
        environment.put("WLP_USER_DIR", users.toString());
        environment.put("JVM_ARGS", String.join(" ", options.java()));
        return start(
                "parley-liberty",
                options,
                Ports.LIBERTY,
                server,
                List.of("sh", script, "run", "bench"),
                environment);
    }

    @Override
    public String description() {
        return "Parley; " + options.promise();
    }

    @Override
    public List<String> tokens(int users) {
        return tokens.first(users);
    }

    @Override
    public List<Long> storePids() {
        return options.storePids();
    }

    @Override
    public boolean resumes() {
        return true;
    }
}
