package org.voicesecretary.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The walls between the rooms (docs/design.md, "Rooms"). */
@Tag("unit")
class ArchitectureTest {
    private static JavaClasses product;

    @BeforeAll
    static void readTheClasses() {
        product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.voicesecretary");
    }

    @Test
    void firstLevelPackagesHaveNoCycles() {
        slices().matching("org.voicesecretary.(*)..").should().beFreeOfCycles().check(product);
    }

    @Test
    void nothingDependsOnTheDeliveryAndAssemblyRooms() {
        for (var room : new String[] {"rest", "console", "server"}) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages("org.voicesecretary." + room + "..", "org.voicesecretary.server..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.voicesecretary." + room + "..")
                    .check(product);
        }
    }

    @Test
    void theCallKnowsNoneOfThoseWhoServeIt() {
        noClasses()
                .that()
                .resideInAPackage("org.voicesecretary.call..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.voicesecretary.pbx..",
                        "org.voicesecretary.webhook..",
                        "org.voicesecretary.cdr..",
                        "org.voicesecretary.storage..")
                .check(product);
    }

    @Test
    void sqlStaysInStorageAndRepositories() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.voicesecretary.storage..")
                .and(DescribedPredicate.not(insideARepository()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..")
                .check(product);
    }

    @Test
    void jacksonStaysInProtocolJsonAndAtTheEdges() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.voicesecretary.protocol.json..",
                        "org.voicesecretary.rest..",
                        "org.voicesecretary.console..",
                        "org.voicesecretary.observe..",
                        "org.voicesecretary.server..",
                        "org.voicesecretary.examples..")
                .and(DescribedPredicate.not(insideARepository()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .check(product);
    }

    @Test
    void httpServerTypesStayAtTheEdges() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.voicesecretary.rest..",
                        "org.voicesecretary.console..",
                        "org.voicesecretary.observe..",
                        "org.voicesecretary.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "jakarta.servlet..")
                .check(product);
    }

    @Test
    void sipAndMediaKnowNothingOfTheProduct() {
        classes()
                .that()
                .resideInAPackage("org.voicesecretary.sip..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.voicesecretary.sip..",
                        "java..",
                        "javax.crypto..",
                        "javax.net..",
                        "javax.security.auth.x500..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "org.xbill..")
                .check(product);
        classes()
                .that()
                .resideInAPackage("org.voicesecretary.media..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.voicesecretary.media..",
                        "java..",
                        "javax.crypto..",
                        "org.bouncycastle..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(product);
        noClasses()
                .that()
                .resideInAPackage("org.voicesecretary..")
                .and()
                .resideOutsideOfPackage("org.voicesecretary.media.dtls..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..")
                .check(product);
        noClasses()
                .that()
                .resideInAPackage("org.voicesecretary.media..")
                .and()
                .resideOutsideOfPackages("org.voicesecretary.media.srtp..", "org.voicesecretary.media.ice..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.crypto..")
                .check(product);
    }

    @Test
    void timeComesFromClockClassesOnly() {
        var clocks = DescribedPredicate.describe(
                "a named clock class",
                (JavaClass c) -> outermost(c).getSimpleName().matches(".*(Clock|Timers|Pacer|Time)"));
        noClasses()
                .that(DescribedPredicate.not(clocks))
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(product);
    }

    @Test
    void everyConfigurationKeyIsUsedBySomebody() {
        var unused = product.stream()
                .filter(c -> c.getPackageName().equals("org.voicesecretary.config") && c.isRecord())
                .filter(c -> c.getSimpleName().endsWith("Config")
                        && !c.getSimpleName().equals("LoadedConfig"))
                .flatMap(c -> c.getMethods().stream()
                        .filter(m -> c.tryGetField(m.getName()).isPresent()
                                && m.getRawParameterTypes().isEmpty()))
                .filter(m -> m.getCallsOfSelf().stream()
                                .noneMatch(call ->
                                        !call.getOriginOwner().getPackageName().equals("org.voicesecretary.config"))
                        && m.getReferencesToSelf().isEmpty())
                .map(m -> m.getFullName())
                .toList();
        assertThat(unused).as("configuration keys that change nothing").isEmpty();
    }

    @Test
    void thereIsNoStaticMutableState() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(product);
    }

    private static DescribedPredicate<JavaClass> insideARepository() {
        return DescribedPredicate.describe(
                "inside a *Repository", c -> outermost(c).getSimpleName().endsWith("Repository"));
    }

    private static JavaClass outermost(JavaClass c) {
        JavaClass outer = c;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
