package dev.parley;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.parley.api.Event;
import dev.parley.api.OnEvent;
import dev.parley.api.Reply;
import dev.parley.history.DurableEvent;
import dev.parley.hub.ServerEvent;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.websocket.ContainerProvider;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.Collator;
import java.text.DateFormat;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Collectors;
import javax.management.MBeanServer;

/** The table of packages, and what else the build can see of the house rules. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.parley.(*)..").should().beFreeOfCycles();

    /** Signatures and bodies alike: what a portal compiles against may change only on purpose. */
    @ArchTest
    static final ArchRule thePublicApiKnowsNothingOfParley =
            classes()
                    .that()
                    .resideInAPackage("dev.parley.api..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("dev.parley.api..", "java..", "jakarta..");

    /** Who may know whom; a new package wants a line here. */
    @ArchTest
    static final ArchRule packagesKnowOnlyWhatTheTableSays =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("dev.parley..")
                    .layer("api")
                    .definedBy("dev.parley.api..")
                    .layer("config")
                    .definedBy("dev.parley.config..")
                    .layer("server")
                    .definedBy("dev.parley.server..")
                    .layer("edge")
                    .definedBy("dev.parley.edge..")
                    .layer("flow")
                    .definedBy("dev.parley.flow..")
                    .layer("security")
                    .definedBy("dev.parley.security..")
                    .layer("devmode")
                    .definedBy("dev.parley.devmode..")
                    .layer("hub")
                    .definedBy("dev.parley.hub..")
                    .layer("engineio")
                    .definedBy("dev.parley.engineio..")
                    .layer("socketio")
                    .definedBy("dev.parley.socketio..")
                    .layer("plain")
                    .definedBy("dev.parley.plain..")
                    .layer("gateway")
                    .definedBy("dev.parley.gateway..")
                    .layer("cluster")
                    .definedBy("dev.parley.cluster..")
                    .layer("history")
                    .definedBy("dev.parley.history..")
                    .layer("room")
                    .definedBy("dev.parley.room..")
                    .layer("stream")
                    .definedBy("dev.parley.stream..")
                    .layer("conversation")
                    .definedBy("dev.parley.conversation..")
                    .layer("chat")
                    .definedBy("dev.parley.chat..")
                    .layer("form")
                    .definedBy("dev.parley.form..")
                    .layer("greeting")
                    .definedBy("dev.parley.greeting..")
                    .layer("realtime")
                    .definedBy("dev.parley.realtime..")
                    .layer("publish")
                    .definedBy("dev.parley.publish..")
                    .layer("rest")
                    .definedBy("dev.parley.rest..")
                    .layer("ops")
                    .definedBy("dev.parley.ops..")
                    .layer("portal")
                    .definedBy("dev.parley.portal..")
                    .layer("boot")
                    .definedBy("dev.parley.boot..")
                    .ensureAllClassesAreContainedInArchitecture()
                    .whereLayer("api")
                    .mayNotAccessAnyLayer()
                    .whereLayer("config")
                    .mayNotAccessAnyLayer()
                    .whereLayer("server")
                    .mayNotAccessAnyLayer()
                    .whereLayer("edge")
                    .mayOnlyAccessLayers("config", "engineio", "flow", "server")
                    .whereLayer("flow")
                    .mayOnlyAccessLayers("api", "config", "server")
                    .whereLayer("cluster")
                    .mayOnlyAccessLayers("api", "config", "flow")
                    .whereLayer("portal")
                    .mayOnlyAccessLayers("config", "server", "flow", "security")
                    .whereLayer("security")
                    .mayOnlyAccessLayers("api", "config", "flow")
                    .whereLayer("devmode")
                    .mayOnlyAccessLayers("api", "config", "security")
                    .whereLayer("hub")
                    .mayOnlyAccessLayers("api", "config", "flow", "security")
                    .whereLayer("engineio")
                    .mayOnlyAccessLayers("api", "config", "server", "flow", "security")
                    .whereLayer("socketio")
                    .mayOnlyAccessLayers("api", "config", "flow", "security", "engineio", "hub")
                    .whereLayer("plain")
                    .mayOnlyAccessLayers("api", "config", "server", "flow", "security", "hub")
                    .whereLayer("gateway")
                    .mayOnlyAccessLayers("api", "config", "flow", "security", "hub")
                    .whereLayer("history")
                    .mayOnlyAccessLayers("api", "config", "server", "flow")
                    .whereLayer("room")
                    .mayOnlyAccessLayers(
                            "api", "config", "flow", "security", "hub", "cluster", "history")
                    .whereLayer("stream")
                    .mayOnlyAccessLayers("api", "cluster", "flow", "hub", "history", "room")
                    .whereLayer("conversation")
                    .mayOnlyAccessLayers(
                            "api",
                            "config",
                            "flow",
                            "security",
                            "hub",
                            "history",
                            "form",
                            "room",
                            "stream")
                    .whereLayer("chat")
                    .mayOnlyAccessLayers(
                            "api",
                            "config",
                            "flow",
                            "security",
                            "hub",
                            "history",
                            "room",
                            "stream",
                            "conversation",
                            "gateway",
                            "form",
                            "greeting")
                    .whereLayer("form")
                    .mayOnlyAccessLayers("api", "config", "flow", "security", "hub", "history")
                    .whereLayer("greeting")
                    .mayOnlyAccessLayers(
                            "api", "config", "form", "gateway", "hub", "room", "security")
                    .whereLayer("realtime")
                    .mayOnlyAccessLayers(
                            "api",
                            "config",
                            "form",
                            "gateway",
                            "greeting",
                            "hub",
                            "room",
                            "security")
                    .whereLayer("publish")
                    .mayOnlyAccessLayers(
                            "api",
                            "cluster",
                            "conversation",
                            "flow",
                            "form",
                            "history",
                            "hub",
                            "room",
                            "security")
                    .whereLayer("rest")
                    .mayOnlyAccessLayers(
                            "api",
                            "config",
                            "conversation",
                            "flow",
                            "form",
                            "gateway",
                            "history",
                            "hub",
                            "publish",
                            "room",
                            "security",
                            "server")
                    .whereLayer("ops")
                    .mayOnlyAccessLayers("api", "cluster", "config", "flow", "server")
                    .whereLayer("chat")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("realtime")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("rest")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("ops")
                    .mayOnlyBeAccessedByLayers("boot")
                    .whereLayer("devmode")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("portal")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("edge")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("boot")
                    .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule namesSayWhatAClassDoes =
            noClasses().should().haveNameMatching(".*(Utils?|Helper|Impl|Manager)(\\$.*)?");

    @ArchTest
    static final ArchRule theTokenOfARequestIsNotInjected =
            noFields()
                    .that()
                    .areAnnotatedWith(Inject.class)
                    .should()
                    .haveRawType("org.eclipse.microprofile.jwt.JsonWebToken")
                    .because("a WebSocket outlives its request");

    @ArchTest
    static final ArchRule undertowIsKnownOnlyWhereTheNameSaysSo =
            noClasses()
                    .that(
                            not(
                                    resideInAPackage("dev.parley.server")
                                            .and(simpleNameStartingWith("Undertow"))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.undertow..", "org.xnio..")
                    .because("other servers do not have it");

    @ArchTest
    static final ArchRule onlyOnePackageLooksAtWhatTheServerIs =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.parley.server")
                    .should()
                    .callMethodWhere(looksAtTheServer())
                    .because("ApplicationServer says what differs between servers");

    private static DescribedPredicate<JavaMethodCall> looksAtTheServer() {
        return describe(
                "loads classes by name, or asks for the WebSocket container or JMX",
                call -> {
                    JavaClass owner = call.getTargetOwner();
                    return owner.isEquivalentTo(Class.class) && call.getName().equals("forName")
                            || owner.isEquivalentTo(ContainerProvider.class)
                            || owner.isAssignableTo(MBeanServer.class);
                });
    }

    @ArchTest
    static final ArchRule noTextDependsOnTheLocaleOfTheMachine =
            noClasses()
                    .should()
                    .callCodeUnitWhere(usesTheDefaultLocale())
                    .because(
                            "clients and databases read our texts: \"%d\" gives other digits in"
                                    + " Egypt, and toLowerCase() another i in Turkey");

    /** What formats or converts case, by class; with a locale among the parameters, it is fine. */
    private static final Map<Class<?>, Set<String>> LOCALISED =
            Map.ofEntries(
                    Map.entry(
                            String.class,
                            Set.of("format", "formatted", "toLowerCase", "toUpperCase")),
                    Map.entry(Locale.class, Set.of("getDefault")),
                    Map.entry(Formatter.class, Set.of("<init>")),
                    Map.entry(PrintStream.class, Set.of("format", "printf")),
                    Map.entry(PrintWriter.class, Set.of("format", "printf")),
                    Map.entry(MessageFormat.class, Set.of("<init>", "format")),
                    Map.entry(DecimalFormat.class, Set.of("<init>")),
                    Map.entry(
                            NumberFormat.class,
                            Set.of(
                                    "getInstance",
                                    "getNumberInstance",
                                    "getIntegerInstance",
                                    "getPercentInstance",
                                    "getCurrencyInstance",
                                    "getCompactNumberInstance")),
                    Map.entry(SimpleDateFormat.class, Set.of("<init>")),
                    Map.entry(
                            DateFormat.class,
                            Set.of(
                                    "getInstance",
                                    "getDateInstance",
                                    "getTimeInstance",
                                    "getDateTimeInstance")),
                    Map.entry(
                            DateTimeFormatter.class,
                            Set.of(
                                    "ofPattern",
                                    "ofLocalizedDate",
                                    "ofLocalizedTime",
                                    "ofLocalizedDateTime")),
                    Map.entry(DateTimeFormatterBuilder.class, Set.of("toFormatter")),
                    Map.entry(Collator.class, Set.of("getInstance")),
                    Map.entry(Scanner.class, Set.of("<init>")));

    private static DescribedPredicate<JavaCall<?>> usesTheDefaultLocale() {
        return describe(
                "format or convert case in the default locale",
                call ->
                        call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Locale.class))
                                && LOCALISED.entrySet().stream()
                                        .anyMatch(
                                                entry ->
                                                        call.getTargetOwner()
                                                                        .isEquivalentTo(
                                                                                entry.getKey())
                                                                && entry.getValue()
                                                                        .contains(call.getName())));
    }

    @ArchTest
    static final ArchRule onlyTheHistoryKnowsPersistence =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.parley.history..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("jakarta.persistence..")
                                    .and(not(name("jakarta.persistence.PersistenceException"))))
                    .because("the layers above only try again when it fails");

    @ArchTest
    static final ArchRule onlyTheHistoryKnowsLiquibase =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.parley.history..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("liquibase..");

    @ArchTest
    static final ArchRule onlyTheClusterKnowsInfinispan =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.parley.cluster..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.infinispan..");

    /**
     * The one exception: {@code NodeTable}, whose writer runs on the threads of JGroups, which
     * stops them.
     */
    @ArchTest
    static final ArchRule allThreadsAreOfTheContainer =
            noClasses()
                    .that(not(name("dev.parley.cluster.NodeTable")))
                    .should()
                    .callCodeUnitWhere(makesOrUsesThreadsOfTheJvm())
                    .because(
                            "threads of the JVM outlive the deployment, hold its class loader, and"
                                    + " have no java:comp: use ThreadPools and its Timers");

    private static DescribedPredicate<JavaCall<?>> makesOrUsesThreadsOfTheJvm() {
        Set<String> ofTheFuture = Set.of("delayedExecutor", "orTimeout", "completeOnTimeout");
        return describe(
                "makes threads, or uses threads that the JVM shares",
                call -> {
                    String method = call.getName();
                    JavaClass owner = call.getTargetOwner();
                    List<JavaClass> parameters = call.getTarget().getRawParameterTypes();
                    if (owner.isAssignableTo(CompletionStage.class)) {
                        boolean givenExecutor =
                                parameters.stream().anyMatch(p -> p.isEquivalentTo(Executor.class));
                        return ofTheFuture.contains(method)
                                || method.endsWith("Async") && !givenExecutor;
                    }
                    if (owner.isEquivalentTo(Executors.class)) {
                        return method.startsWith("new");
                    }
                    if (owner.isAssignableTo(ThreadPoolExecutor.class)) {
                        boolean givenFactory =
                                parameters.stream()
                                        .anyMatch(p -> p.isEquivalentTo(ThreadFactory.class));
                        return method.equals(JavaConstructor.CONSTRUCTOR_NAME)
                                && owner.getPackageName().startsWith("java.")
                                && !givenFactory;
                    }
                    return owner.isEquivalentTo(ForkJoinPool.class)
                            || method.equals("parallel")
                            || method.equals("parallelStream")
                            || method.equals(JavaConstructor.CONSTRUCTOR_NAME)
                                    && (owner.isEquivalentTo(Timer.class)
                                            || owner.isEquivalentTo(Thread.class));
                });
    }

    @ArchTest
    static final ArchRule beansAreInjectedAndNotLookedUp =
            noClasses().should().callMethod(CDI.class, "current");

    @ArchTest
    static void noTwoClassesShareAName(JavaClasses classes) {
        Map<String, List<String>> named =
                classes.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getSimpleName,
                                        TreeMap::new,
                                        Collectors.mapping(
                                                JavaClass::getName, Collectors.toList())));
        named.values().removeIf(types -> types.size() == 1);
        assertEquals(Map.of(), named, "a name means one thing");
    }

    @ArchTest
    static final ArchRule parleySendsOnlyEventsThatServerEventLists =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(ServerEvent.class.getName())
                    .and()
                    .doNotHaveFullyQualifiedName("dev.parley.publish.PublicationEvents")
                    .should()
                    .callMethodWhere(
                            target(owner(type(Event.class)))
                                    .and(target(nameMatching("regular|same|irregular"))))
                    .because("the names that publishers may not use are derived from it");

    @ArchTest
    static final ArchRule durableEventsAreToldApartByMatch =
            classes()
                    .should(notAskWhichDurableEventItIs())
                    .because("match() does not compile where an event is forgotten");

    /** A client that asks for an acknowledgement waits for it, and with `retries` sends again. */
    @ArchTest
    static final ArchRule everyEventOfParleyIsAcknowledged =
            methods()
                    .that()
                    .areAnnotatedWith(OnEvent.class)
                    .and(describe("have no Reply", method -> !takesReply(method)))
                    .should(returnAnAcknowledgement());

    private static boolean takesReply(JavaMethod method) {
        return method.getRawParameterTypes().stream().anyMatch(p -> p.isEquivalentTo(Reply.class));
    }

    private static ArchCondition<JavaMethod> returnAnAcknowledgement() {
        return new ArchCondition<>("return an acknowledgement") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                String type = method.getReturnType().getName();
                if (type.equals("void") || type.contains(Void.class.getName())) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName()));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> notAskWhichDurableEventItIs() {
        return new ArchCondition<>("not use instanceof on durable events") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (InstanceofCheck check : type.getInstanceofChecks()) {
                    if (check.getRawType().isAssignableTo(DurableEvent.class)) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        type,
                                        "instanceof "
                                                + check.getRawType().getName()
                                                + " in "
                                                + check.getSourceCodeLocation()));
                    }
                }
            }
        };
    }
}
