package dev.parley.gateway;

import jakarta.json.JsonNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;

/**
 * Creates the readers of numbers. Nothing is rounded silently: an integer type accepts only whole
 * numbers in its range. Numbers of more than {@value #MOST_DIGITS} digits, written out, are
 * refused, since a few characters such as {@code 1e999999999} would expand to gigabytes. The types
 * double and float accept any number in their range. Stateless.
 */
final class Numbers {

    private static final int MOST_DIGITS = 100;
    private static final String WHOLE = "must be a whole number";
    private static final String RANGE = " in range";
    private static final String NUMBER = "must be a number";
    private static final String OUT_OF_RANGE = "is out of range";

    private Numbers() {}

    static void addTo(Map<Class<?>, ValueReader> readers) {
        Scalars.primitive(
                readers, byte.class, Byte.class, number(BigDecimal::byteValueExact, WHOLE));
        Scalars.primitive(
                readers, short.class, Short.class, number(BigDecimal::shortValueExact, WHOLE));
        Scalars.primitive(
                readers, int.class, Integer.class, number(BigDecimal::intValueExact, WHOLE));
        Scalars.primitive(
                readers, long.class, Long.class, number(BigDecimal::longValueExact, WHOLE));
        readers.put(BigInteger.class, number(BigDecimal::toBigIntegerExact, WHOLE));
        readers.put(BigDecimal.class, decimal(Numbers::bounded));
        readers.put(Number.class, decimal(Numbers::bounded));
        Scalars.primitive(readers, float.class, Float.class, decimal(Numbers::toFloat));
        Scalars.primitive(readers, double.class, Double.class, decimal(Numbers::toDouble));
    }

    private static ValueReader number(Function<BigDecimal, Object> convert, String message) {
        return (value, path, reading) -> {
            if (!(value instanceof JsonNumber number)) {
                return reading.mismatch(path, message);
            }
            BigDecimal exact = number.bigDecimalValue();
            if (!isShort(exact)) {
                return reading.mismatch(path, message);
            }
            try {
                return convert.apply(exact);
            } catch (ArithmeticException e) {
                return reading.mismatch(path, message + RANGE);
            }
        };
    }

    private static ValueReader decimal(Function<BigDecimal, Object> convert) {
        return (value, path, reading) -> {
            if (!(value instanceof JsonNumber number)) {
                return reading.mismatch(path, NUMBER);
            }
            try {
                return convert.apply(number.bigDecimalValue());
            } catch (ArithmeticException e) {
                return reading.mismatch(path, OUT_OF_RANGE);
            }
        };
    }

    private static boolean isShort(BigDecimal number) {
        return Math.abs((long) number.scale()) < MOST_DIGITS && number.precision() <= MOST_DIGITS;
    }

    private static Object bounded(BigDecimal number) {
        return require(isShort(number), number);
    }

    private static Object toDouble(BigDecimal exact) {
        double number = exact.doubleValue();
        return require(Double.isFinite(number) && (number != 0 || exact.signum() == 0), number);
    }

    private static Object toFloat(BigDecimal exact) {
        float number = exact.floatValue();
        return require(Float.isFinite(number) && (number != 0 || exact.signum() == 0), number);
    }

    private static Object require(boolean inRange, Object number) {
        if (!inRange) {
            throw new ArithmeticException(OUT_OF_RANGE);
        }
        return number;
    }

    /** Returns a number as the text of an id. */
    static String decimal(BigDecimal number) {
        // A number like 1e999999 would expand to a megabyte of zeros.
        if (Math.abs((long) number.scale()) > MOST_DIGITS) {
            return number.toString();
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
