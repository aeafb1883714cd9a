using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>The least rights that a role needs on a table. A transaction needs the rights of what it holds.</summary>
internal static class DynamoDbPolicy
{
    public static string Write(DynamoDbPlace place, StoreRole role)
    {
        var table = $"arn:{IamPolicy.Partition(place.At.Region)}:dynamodb:{place.At.Region ?? "*"}:*:table/{place.Table}";
        var reads = new IamStatement("ReadBuilds", ["dynamodb:GetItem", "dynamodb:Query"], [table, $"{table}/index/{Names.StatusIndex}"]);
        var appends = new IamStatement("AppendToBuilds", ["dynamodb:PutItem", "dynamodb:UpdateItem"], [table]);
        var erases = new IamStatement("Erase", ["dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"], [table]);
        var tells = new IamStatement("ForgetSentAlerts", ["dynamodb:DeleteItem"], [table]) { Partitions = [DynamoDbObjects.Notes] };
        var setsUp = new IamStatement(
            "SetUp",
            ["dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups", "dynamodb:UpdateContinuousBackups"],
            [table]);
        return IamPolicy.Write(role switch
        {
            StoreRole.Reader => [reads],
            StoreRole.Worker => [reads, appends, tells],
            StoreRole.Administrator => [reads, appends, erases, setsUp],
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
        });
    }
}
