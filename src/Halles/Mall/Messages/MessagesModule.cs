using Halles.Mall.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Messages;

/// <summary>Registers the messages between shoppers and shops.</summary>
public static class MessagesModule
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => 
        services.AddSingleton<OrderMessages>().AddSingleton<IPersonalDataHolder, PersonalMessages>();
}
