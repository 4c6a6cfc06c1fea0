using Halles.Kernel.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Mail;

/// <summary>Registers the sending of e-mails.</summary>
public static class MailModule
{
    public static IServiceCollection AddMail(this IServiceCollection services) =>
        services.AddSingleton<IJob, SendMail>().AddSingleton<IJob, SendWaitingMails>().AddSingleton<IJob, ForgetMails>();
}
