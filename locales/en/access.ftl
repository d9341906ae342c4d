# Accounts and passwords.

access-sign-in-unfit = A name to sign in with has 3 to 64 letters, digits and the signs . _ - @ +, and no spaces.
access-sign-in-taken = Somebody has this name already. Choose another.
access-name-unfit = The name shown to others has at most 120 characters on one line.
access-role-missing = Choose at least one role.
access-body-missing = A partner takes part for an organisation. Name it.
access-area-missing = This role is held within an area. Name one.
access-area-idle = This role does not belong to an area. Leave the area out.
access-area-unknown = There is no area with the code { $area }.
access-own-grant = Nobody can give themselves a role. Ask another administrator.
access-granted-already = The account holds this role already.
access-password-short = The password has fewer than { $shortest } characters. Choose a longer one; several words in a row are good.
access-password-long = The password is longer than can be taken. Choose a shorter one.
access-password-is-name = The password is the name itself. Choose another.
access-password-common = This password is among the first that anybody would try. Choose another.
