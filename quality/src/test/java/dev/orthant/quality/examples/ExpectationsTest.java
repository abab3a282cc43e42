package dev.orthant.quality.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// An example that says something else than it does is found out.
final class ExpectationsTest {
    private final Expectations expectations = new Expectations();

    @Test
    void aValueMustPrintAsTheText() {
        expectations.value("1 + 1", "2", 1 + 1);
        expectations.value("floats", "[1.0, 2.0]", new float[] {1, 2});
        assertEquals(List.of(), expectations.wrong());
        expectations.value("1 + 1", "3", 1 + 1);
        assertEquals(List.of("1 + 1 is 2; the example says 3"), expectations.wrong());
        assertEquals(3, expectations.checked());
    }

    @Test
    void anEllipsisLeavesOutTheRest() {
        expectations.value("π", "3.14…", Math.PI);
        assertEquals(List.of(), expectations.wrong());
        expectations.value("π", "3.15…", Math.PI);
        assertEquals(1, expectations.wrong().size());
    }

    @Test
    void aFailureMustComeAndBeTheOneThatIsNamed() {
        expectations.failure("1 / 0", "ArithmeticException", () -> Math.floorDiv(1, 0));
        assertEquals(List.of(), expectations.wrong());
        expectations.failure("1 / 1", "ArithmeticException", () -> Math.floorDiv(1, 1));
        expectations.failure("1 / 0", "ShapeException", () -> Math.floorDiv(1, 0));
        assertEquals(2, expectations.wrong().size());
    }

    /// Lines as they come from a comment, as they are compiled.
    @Test
    void theEndsOfLinesBecomeChecks() {
        Example example = new Example(
                "tensor",
                "dev.orthant.tensor.Shape",
                "Generated",
                List.of("Shape shape = Shape.of(2, 3);      // → [2, 3]", "shape.axis(2);  // throws ShapeException"));
        PublicType shape = new PublicType("tensor", "dev.orthant.tensor.Shape", "Shape", List.of(example));
        String source = ExampleProgram.source(example, List.of(shape));
        assertTrue(source.contains("import dev.orthant.tensor.Shape;"), source);
        assertTrue(
                source.contains("Shape shape = Shape.of(2, 3); "
                        + "expect.value(\"Shape shape = Shape.of(2, 3)\", \"[2, 3]\", shape);"),
                source);
        assertTrue(
                source.contains("expect.failure(\"shape.axis(2)\", \"ShapeException\", () -> { shape.axis(2); });"),
                source);
    }
}
