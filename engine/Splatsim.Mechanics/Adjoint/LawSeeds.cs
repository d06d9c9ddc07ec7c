using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Numbers with one of them as the variable, for derivatives one tangent at a time, and the sums and stores that go with them. Written
/// out instead of indexed: lanes and GPU threads have no memory to index.
/// </summary>
internal static class LawSeeds
{
    /// <summary>Entries of a matrix.</summary>
    public const int MatrixEntries = 9;

    /// <summary>Coefficients, of which one may be the variable.</summary>
    /// <param name="values">The values.</param>
    /// <param name="variable">Index of the variable; -1 for none.</param>
    public static LawParameters<Dual<T>> Parameters<T>(in LawParameters<T> values, int variable)
        where T : unmanaged, IReal<T>
    {
        LawParameters<Dual<T>> result;
        result.P0 = Seed(values.P0, variable == 0);
        result.P1 = Seed(values.P1, variable == 1);
        result.P2 = Seed(values.P2, variable == 2);
        result.P3 = Seed(values.P3, variable == 3);
        result.P4 = Seed(values.P4, variable == 4);
        result.P5 = Seed(values.P5, variable == 5);
        result.P6 = Seed(values.P6, variable == 6);
        result.P7 = Seed(values.P7, variable == 7);
        result.P8 = Seed(values.P8, variable == 8);
        result.P9 = Seed(values.P9, variable == 9);
        result.P10 = Seed(values.P10, variable == 10);
        result.P11 = Seed(values.P11, variable == 11);
        result.P12 = Seed(values.P12, variable == 12);
        result.P13 = Seed(values.P13, variable == 13);
        result.P14 = Seed(values.P14, variable == 14);
        result.P15 = Seed(values.P15, variable == 15);
        return result;
    }

    /// <summary>A history, of which one scalar may be the variable.</summary>
    /// <param name="values">The values.</param>
    /// <param name="variable">Index of the variable; -1 for none.</param>
    public static LawHistory<Dual<T>> History<T>(in LawHistory<T> values, int variable)
        where T : unmanaged, IReal<T>
    {
        LawHistory<Dual<T>> result;
        result.H0 = Seed(values.H0, variable == 0);
        result.H1 = Seed(values.H1, variable == 1);
        result.H2 = Seed(values.H2, variable == 2);
        result.H3 = Seed(values.H3, variable == 3);
        result.H4 = Seed(values.H4, variable == 4);
        result.H5 = Seed(values.H5, variable == 5);
        return result;
    }

    /// <summary>A matrix, of which one entry may be the variable.</summary>
    /// <param name="values">The values.</param>
    /// <param name="variable">Row-major index of the variable; -1 for none.</param>
    public static Matrix3x3<Dual<T>> Matrix<T>(in Matrix3x3<T> values, int variable)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<Dual<T>> result;
        result.M00 = Seed(values.M00, variable == 0);
        result.M01 = Seed(values.M01, variable == 1);
        result.M02 = Seed(values.M02, variable == 2);
        result.M10 = Seed(values.M10, variable == 3);
        result.M11 = Seed(values.M11, variable == 4);
        result.M12 = Seed(values.M12, variable == 5);
        result.M20 = Seed(values.M20, variable == 6);
        result.M21 = Seed(values.M21, variable == 7);
        result.M22 = Seed(values.M22, variable == 8);
        return result;
    }

    /// <summary>A vector with a tangent.</summary>
    public static Vector3<Dual<T>> Vector<T>(in Vector3<T> values, T x, T y, T z)
        where T : unmanaged, IReal<T> => new(new(values.X, x), new(values.Y, y), new(values.Z, z));

    /// <summary>Replaces the tangent of one coefficient.</summary>
    public static void SetTangent<T>(ref LawParameters<Dual<T>> target, int index, T tangent)
        where T : unmanaged, IReal<T>
    {
        switch (index)
        {
            case 0: target.P0 = new(target.P0.Value, tangent); break;
            case 1: target.P1 = new(target.P1.Value, tangent); break;
            case 2: target.P2 = new(target.P2.Value, tangent); break;
            case 3: target.P3 = new(target.P3.Value, tangent); break;
            case 4: target.P4 = new(target.P4.Value, tangent); break;
            case 5: target.P5 = new(target.P5.Value, tangent); break;
            case 6: target.P6 = new(target.P6.Value, tangent); break;
            case 7: target.P7 = new(target.P7.Value, tangent); break;
            case 8: target.P8 = new(target.P8.Value, tangent); break;
            case 9: target.P9 = new(target.P9.Value, tangent); break;
            case 10: target.P10 = new(target.P10.Value, tangent); break;
            case 11: target.P11 = new(target.P11.Value, tangent); break;
            case 12: target.P12 = new(target.P12.Value, tangent); break;
            case 13: target.P13 = new(target.P13.Value, tangent); break;
            case 14: target.P14 = new(target.P14.Value, tangent); break;
            default: target.P15 = new(target.P15.Value, tangent); break;
        }
    }

    /// <summary>Stores a derivative by one component of a vector.</summary>
    public static void Set<T>(ref Vector3<T> target, int index, T value)
        where T : unmanaged, IReal<T>
    {
        switch (index)
        {
            case 0: target.X = value; break;
            case 1: target.Y = value; break;
            case 2: target.Z = value; break;
        }
    }

    /// <summary>Stores a derivative by one coefficient.</summary>
    public static void Set<T>(ref LawParameters<T> target, int index, T value)
        where T : unmanaged, IReal<T>
    {
        switch (index)
        {
            case 0: target.P0 = value; break;
            case 1: target.P1 = value; break;
            case 2: target.P2 = value; break;
            case 3: target.P3 = value; break;
            case 4: target.P4 = value; break;
            case 5: target.P5 = value; break;
            case 6: target.P6 = value; break;
            case 7: target.P7 = value; break;
            case 8: target.P8 = value; break;
            case 9: target.P9 = value; break;
            case 10: target.P10 = value; break;
            case 11: target.P11 = value; break;
            case 12: target.P12 = value; break;
            case 13: target.P13 = value; break;
            case 14: target.P14 = value; break;
            case 15: target.P15 = value; break;
        }
    }

    /// <summary>Stores a derivative by one scalar of a history.</summary>
    public static void Set<T>(ref LawHistory<T> target, int index, T value)
        where T : unmanaged, IReal<T>
    {
        switch (index)
        {
            case 0: target.H0 = value; break;
            case 1: target.H1 = value; break;
            case 2: target.H2 = value; break;
            case 3: target.H3 = value; break;
            case 4: target.H4 = value; break;
            case 5: target.H5 = value; break;
        }
    }

    /// <summary>Stores a derivative by one entry of a matrix.</summary>
    public static void Set<T>(ref Matrix3x3<T> target, int index, T value)
        where T : unmanaged, IReal<T>
    {
        switch (index)
        {
            case 0: target.M00 = value; break;
            case 1: target.M01 = value; break;
            case 2: target.M02 = value; break;
            case 3: target.M10 = value; break;
            case 4: target.M11 = value; break;
            case 5: target.M12 = value; break;
            case 6: target.M20 = value; break;
            case 7: target.M21 = value; break;
            case 8: target.M22 = value; break;
        }
    }

    /// <summary>Lane by lane: takes the coefficients of another set where the mask is set.</summary>
    public static void Replace<T>(Mask<T> where, in LawParameters<T> other, ref LawParameters<T> target)
        where T : unmanaged, IReal<T>
    {
        target.P0 = T.Select(where, other.P0, target.P0);
        target.P1 = T.Select(where, other.P1, target.P1);
        target.P2 = T.Select(where, other.P2, target.P2);
        target.P3 = T.Select(where, other.P3, target.P3);
        target.P4 = T.Select(where, other.P4, target.P4);
        target.P5 = T.Select(where, other.P5, target.P5);
        target.P6 = T.Select(where, other.P6, target.P6);
        target.P7 = T.Select(where, other.P7, target.P7);
        target.P8 = T.Select(where, other.P8, target.P8);
        target.P9 = T.Select(where, other.P9, target.P9);
        target.P10 = T.Select(where, other.P10, target.P10);
        target.P11 = T.Select(where, other.P11, target.P11);
        target.P12 = T.Select(where, other.P12, target.P12);
        target.P13 = T.Select(where, other.P13, target.P13);
        target.P14 = T.Select(where, other.P14, target.P14);
        target.P15 = T.Select(where, other.P15, target.P15);
    }

    /// <summary>Sum of products with the tangents of a history.</summary>
    public static T Dot<T>(in LawHistory<T> cotangents, in LawHistory<Dual<T>> values)
        where T : unmanaged, IReal<T>
    {
        T sum = cotangents.H0 * values.H0.Tangent;
        sum = T.FusedMultiplyAdd(cotangents.H1, values.H1.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.H2, values.H2.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.H3, values.H3.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.H4, values.H4.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.H5, values.H5.Tangent, sum);
        return sum;
    }

    /// <summary>Sum of products with the tangents of coefficients.</summary>
    public static T Dot<T>(in LawParameters<T> cotangents, in LawParameters<Dual<T>> values)
        where T : unmanaged, IReal<T>
    {
        T sum = cotangents.P0 * values.P0.Tangent;
        sum = T.FusedMultiplyAdd(cotangents.P1, values.P1.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P2, values.P2.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P3, values.P3.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P4, values.P4.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P5, values.P5.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P6, values.P6.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P7, values.P7.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P8, values.P8.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P9, values.P9.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P10, values.P10.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P11, values.P11.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P12, values.P12.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P13, values.P13.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P14, values.P14.Tangent, sum);
        sum = T.FusedMultiplyAdd(cotangents.P15, values.P15.Tangent, sum);
        return sum;
    }

    /// <summary>Sum of products with the tangents of a vector.</summary>
    public static T Dot<T>(in Vector3<T> cotangents, in Vector3<Dual<T>> values)
        where T : unmanaged, IReal<T> =>
        T.FusedMultiplyAdd(
            cotangents.X, values.X.Tangent,
            T.FusedMultiplyAdd(cotangents.Y, values.Y.Tangent, cotangents.Z * values.Z.Tangent));

    /// <summary>Sum of products with the tangents of a matrix.</summary>
    public static T Dot<T>(in Matrix3x3<T> cotangents, in Matrix3x3<Dual<T>> values)
        where T : unmanaged, IReal<T> =>
        Dot(cotangents.Row0, values.Row0) + Dot(cotangents.Row1, values.Row1) + Dot(cotangents.Row2, values.Row2);

    /// <summary>Sum of products with the tangents of a symmetric matrix, over all nine entries.</summary>
    public static T Dot<T>(in SymmetricMatrix3x3<T> cotangents, in SymmetricMatrix3x3<Dual<T>> values)
        where T : unmanaged, IReal<T>
    {
        T across = cotangents.XY * values.XY.Tangent + cotangents.XZ * values.XZ.Tangent + cotangents.YZ * values.YZ.Tangent;
        return cotangents.XX * values.XX.Tangent + cotangents.YY * values.YY.Tangent + cotangents.ZZ * values.ZZ.Tangent + across + across;
    }

    private static Dual<T> Seed<T>(T value, bool isVariable)
        where T : unmanaged, IReal<T> => new(value, isVariable ? T.One : T.Zero);
}
