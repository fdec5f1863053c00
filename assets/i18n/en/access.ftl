# Who works here, who may do what.
refusal-access-wait = Too many wrong tries. The next one is in { $seconds } s. Sales go on as usual
refusal-access-wrong = { $seconds ->
    [0] Wrong password or PIN. Try again
   *[other] Wrong password or PIN. The next try is in { $seconds } s
 }
refusal-access-no-user = There is no such user, or the person works here no longer
refusal-access-not-allowed = { $what } is for an administrator. Sign in as one: Ctrl+F2
refusal-access-bad-name = The name will not do: 1 to { $most } letters
refusal-access-name-taken = There is a user of this name already. Add something to tell them apart
refusal-access-too-short = Too short: at least { $least } characters
refusal-access-bad-secret = No spaces and at most { $most } characters
refusal-access-last-admin = This is the last administrator with a password. Name another one first
refusal-access-admin-needs-secret = An administrator needs a password: type one
right-settings = Changing settings
right-users = Changing users
right-log = The log
right-data = Working on the data as a whole
role-pharmacist = pharmacist
role-admin = administrator
op-save-user = Changing a user
op-forget-tries = Forgetting wrong tries
op-begin-sign-in = Beginning to sign in
op-end-sign-in = Signing in
deed-user-added = User added
deed-user-changed = User changed
deed-tries-forgotten = Wrong tries forgotten
deed-signed-in = Signed in
deed-sign-in-failed = Wrong password or PIN
deed-setting = Setting changed

### Signing in, switching the cashier, users.
cmd-open-system = System settings
cmd-switch-user = Switch cashier
cmd-lock-till = Lock
cmd-next-page = Next page
cmd-previous-page = Previous page
cmd-new-user = New user
cmd-edit-user = Change
cmd-forget-tries = Let try again
cmd-copy-data = Copy now
sign-in-switch = Who is at the till
sign-in-lock = The till is locked
sign-in-admin = An administrator is needed
sign-in-nobody = There are no users
sign-in-secret = Password or PIN
sign-in-no-secret = No password is set: Enter signs in
sign-in-checking = Checking…
sign-in-enter = Sign in
sign-in-unsigned = Sell without signing in
sign-in-back = Working again: { $name }
user-unsigned = Not signed in
users-name = Name
users-role = Role
users-secret = Password
users-secret-set = set
users-secret-none = not set
users-inactive = does not work here
users-wrong = { $n ->
    [one] { $n } wrong try
   *[other] { $n } wrong tries
 }
users-no-admin = There is no administrator with a password: everybody may change settings. Add an administrator
users-forgotten = The next try may come at once
users-who = Who
users-deed = What was done
users-no-deeds = No records yet
users-saved = User saved
users-not-alike = The passwords differ. Type the same twice
users-edit-title = User
users-new-title = New user
users-new-secret = New password or PIN
users-again = Once more
users-keeps = keep the old one
users-note-pharmacist = A pharmacist sells and collects orders; settings, users and the log are closed. A PIN will do: at least { $n } characters; without one everybody may sign in
users-note-admin = An administrator may do everything: settings, users, the log, copies of the data. A password is needed: at least { $n } characters
users-works-here = Works here
cli-no-user = There is no user { $name }. The list: expero users
cli-no-salt = The system gives no random numbers for a password
deed-job-wanted = Job started
refusal-access-code-taken = There is a division with this code already
users-deed-secret = new password
